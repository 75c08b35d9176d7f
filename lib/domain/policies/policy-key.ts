import { randomInt } from 'node:crypto';

/**
 * A new policy key, temporary or permanent: nine random digits, never 0. Keys name a state and protect nothing, but a key
 * that was handed out once must not come again soon by chance.
 */
export function newPolicyKey(): number {
  return randomInt(100_000_000, 1_000_000_000);
}
