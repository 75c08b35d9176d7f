import { createHash, randomBytes } from 'node:crypto';

/** What a secret opens: `mat_` an API token, `mal_` a one-time link. Secret scanners find leaked ones by it. */
export type SecretPrefix = 'mat_' | 'mal_';

/** A new secret of 256 random bits. It is shown once; the database gets only its hash. */
export function createBearerSecret(prefix: SecretPrefix): { secret: string; hash: string } {
  const secret = `${prefix}${randomBytes(32).toString('base64url')}`;
  return { secret, hash: hashBearerSecret(secret) };
}

/** SHA-256, hex. A slow hash would add nothing: 256 random bits cannot be guessed. */
export function hashBearerSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
