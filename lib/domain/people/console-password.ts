import { hash, verify } from '@node-rs/argon2';

/**
 * argon2id with twice the work of the first choice in OWASP's Password Storage Cheat Sheet (46 MiB, one pass). A check
 * takes about a tenth of a second, which a person does not notice, and at most four run at once (libuv's pool), so that
 * a burst of sign-ins stays below 200 MiB. Old hashes carry their own parameters and stay valid if these change.
 */
const COST = { memoryCost: 47_104, timeCost: 2, parallelism: 1 } as const;

let decoy: Promise<string> | undefined;

/** Hash of a password as the database keeps it: a PHC string with its own salt and parameters. */
export function hashConsolePassword(password: string): Promise<string> {
  return hash(password, COST);
}

/**
 * Whether the password is the one behind the hash. Without a hash (nobody has this e-mail address) it does the same
 * work and answers false, so that the time taken does not tell who exists.
 */
export async function verifyConsolePassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashConsolePassword('nobody has this password');
  const isMatch = await verify(passwordHash ?? (await decoy), password);
  return passwordHash !== null && isMatch;
}
