import { createHash } from 'node:crypto';
import type { Transaction } from '@/lib/db/client';
import { clientNetwork } from '@/lib/domain/people/client-network';
import { DomainError } from '@/lib/errors/domain-error';

// Implementation notes
// - An attempt is counted before the password is checked and taken back if it was right. Counting afterwards would let
//   a thousand attempts through that arrive while the first one is still being checked.
// - Counting and the decision whether to let the attempt through are one statement; the row's lock makes attempts for
//   one key take turns. Keys are taken in the order e-mail, address: no two attempts can wait for each other.
// - A throttled attempt is not counted: whoever keeps trying does not lock the owner out for longer than the longest
//   wait, and the two counters roll back together.
// - An address has more free failures than an e-mail address: a whole office may share it, and behind a proxy that does
//   not tell the client's address everybody does.
// - Rows outlive their use by a day at most: every successful sign-in sweeps.

const LONGEST_WAIT_SECONDS = 900;
/** Failures are forgotten after an hour without one. */
const FORGET_MS = 3_600_000;
const SWEEP_MS = 24 * FORGET_MS;
const NOTE_EVERY_MS = 60_000;

/** Failures after which each further one has to wait: 2^5 s, 2^6 s … up to a quarter of an hour. */
const freeFailures = { email: 5, address: 20 } as const;

export type ThrottleKey = { kind: keyof typeof freeFailures; key: string };

/** Counter of one e-mail address, whether or not anybody has it. */
export function emailKey(email: string): ThrottleKey {
  return { kind: 'email', key: `email:${createHash('sha256').update(email).digest('hex')}` };
}

/** Counter of the network a client calls from. */
export function addressKey(address: string): ThrottleKey {
  return { kind: 'address', key: `address:${clientNetwork(address)}` };
}

/** Seconds from one failure to the next attempt that is let through. */
export function waitSeconds(kind: ThrottleKey['kind'], failures: number): number {
  const beyond = failures - freeFailures[kind];
  return beyond < 0 ? 0 : Math.min(2 ** (beyond + 5), LONGEST_WAIT_SECONDS);
}

/**
 * Counts an attempt as failed until `releaseAttempt` or `clearThrottle` takes it back.
 *
 * @throws DomainError `sign_in_throttled` with `retryAfterSeconds`; roll the transaction back then
 */
export async function claimAttempt(tx: Transaction, throttle: ThrottleKey, now: Date): Promise<void> {
  const { kind, key } = throttle;
  const forgotten = new Date(now.getTime() - FORGET_MS);
  const claimed = await tx.$queryRaw<{ failures: number }[]>`
    INSERT INTO sign_in_throttle AS t (key, failures, last_failure_at) VALUES (${key}, 1, ${now}::timestamptz)
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN t.last_failure_at <= ${forgotten}::timestamptz THEN 1 ELSE t.failures + 1 END,
      last_failure_at = ${now}::timestamptz
    WHERE t.failures < ${freeFailures[kind]}::int
      OR t.last_failure_at + make_interval(secs =>
        least(power(2, least(t.failures - ${freeFailures[kind]}::int + 5, 30)), ${LONGEST_WAIT_SECONDS}::int)
      ) <= ${now}::timestamptz
    RETURNING t.failures`;
  if (claimed.length > 0) return;
  const row = await tx.signInThrottle.findUnique({ where: { key }, select: { failures: true, lastFailureAt: true } });
  const untilMs = row ? row.lastFailureAt.getTime() + waitSeconds(kind, row.failures) * 1000 : now.getTime();
  const retryAfterSeconds = Math.max(1, Math.ceil((untilMs - now.getTime()) / 1000));
  throw new DomainError('sign_in_throttled', `Too many failures of one ${kind}`, {
    details: { retryAfterSeconds, throttledBy: kind },
  });
}

/** Takes one attempt back: it was not a failure. */
export async function releaseAttempt(tx: Transaction, { key }: ThrottleKey): Promise<void> {
  await tx.signInThrottle.updateMany({ where: { key, failures: { gt: 0 } }, data: { failures: { decrement: 1 } } });
}

/** Forgets every failure of the key. */
export async function clearThrottle(tx: Transaction, { key }: ThrottleKey): Promise<void> {
  await tx.signInThrottle.deleteMany({ where: { key } });
}

/** Removes counters that decide nothing any more. */
export async function sweepThrottle(tx: Transaction, now: Date): Promise<void> {
  await tx.signInThrottle.deleteMany({ where: { lastFailureAt: { lt: new Date(now.getTime() - SWEEP_MS) } } });
}

/**
 * Whether a throttled attempt of this key may be written to the history: one a minute, so that nobody can flood it. The
 * time of the last one is a row of the same table, `noted:` before the key.
 */
export async function mayNoteThrottled(tx: Transaction, { key }: ThrottleKey, now: Date): Promise<boolean> {
  const recent = new Date(now.getTime() - NOTE_EVERY_MS);
  const noted = await tx.$queryRaw<{ key: string }[]>`
    INSERT INTO sign_in_throttle AS t (key, failures, last_failure_at)
    VALUES (${`noted:${key}`}, 0, ${now}::timestamptz)
    ON CONFLICT (key) DO UPDATE SET last_failure_at = ${now}::timestamptz
    WHERE t.last_failure_at <= ${recent}::timestamptz
    RETURNING t.key`;
  return noted.length > 0;
}
