import type { Database } from '@/lib/db/client';
import { lowerCase } from '@/lib/domain/enum-case';
import { hashBearerSecret } from '@/lib/domain/bearer-secret';
import type { Actor } from '@/lib/domain/context';
import { DomainError } from '@/lib/errors/domain-error';

/** A busy script shall not turn every read into a write. */
const USE_NOTED_EVERY_MS = 60_000;

/**
 * Who calls with this bearer token. Its last use is kept to the minute.
 *
 * @throws DomainError `token_invalid`, the same for unknown, expired and revoked ones
 */
export async function authenticateToken(db: Database, secret: string, now: Date): Promise<Actor> {
  const token = await db.apiToken.findFirst({
    where: {
      tokenHash: hashBearerSecret(secret),
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
    select: { id: true, name: true, role: true, lastUsedAt: true },
  });
  if (!token) throw new DomainError('token_invalid', 'No token that is in force has this secret');
  const stale = new Date(now.getTime() - USE_NOTED_EVERY_MS);
  if (token.lastUsedAt === null || token.lastUsedAt <= stale) {
    await db.apiToken.updateMany({
      where: { id: token.id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: stale } }] },
      data: { lastUsedAt: now },
    });
  }
  return { kind: 'token', id: token.id, name: token.name, role: lowerCase(token.role) };
}
