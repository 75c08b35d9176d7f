import type { Database } from '@/lib/db/client';
import { decideAccess } from '@/lib/domain/access/decide-access';
import { type DeviceFacts, findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { isFollowingItsPolicy } from '@/engine/pipeline/policy-demand';
import type { HeldEntry, HeldRequests } from './held-requests';

/** Looked up at a time: a front end that holds ten thousand must not flood the database that has just come back. */
const PARALLEL = 4;

/**
 * Ends held requests of devices for which something changed while no signals were heard: first, in one query, those with
 * an open command; then those that are blocked, were removed, or have another policy now.
 */
export async function recheckHeld(db: Database, held: HeldRequests, now: () => Date): Promise<void> {
  // Requests that are decided upon just now may have read their facts before the connection was lost.
  const entries = held.list();
  const withCommand = await openCommands(db, entries);
  const rest: HeldEntry[] = [];
  for (const entry of entries) {
    const { mailbox, deviceKey } = entry.hold;
    if (withCommand.has(nameOf(mailbox, deviceKey))) held.wake({ mailbox, deviceKey }, { why: 'recheck' });
    else rest.push(entry);
  }
  const next = rest.values();
  await Promise.all(Array.from({ length: PARALLEL }, () => recheckEach(next, { db, held, now })));
}

async function openCommands(db: Database, entries: readonly HeldEntry[]): Promise<Set<string>> {
  if (entries.length === 0) return new Set();
  const keys = [...new Set(entries.map(({ hold }) => hold.deviceKey))];
  const rows = await db.$queryRaw<{ mailbox: string; deviceKey: string }[]>`
    SELECT mailbox, device_key AS "deviceKey" FROM device_command
    WHERE closed_at IS NULL AND device_key = ANY(${keys}::text[])`;
  return new Set(rows.map(({ mailbox, deviceKey }) => nameOf(mailbox, deviceKey)));
}

const nameOf = (mailbox: string, deviceKey: string): string => `${mailbox}\0${deviceKey}`;

async function recheckEach(
  entries: Iterable<HeldEntry>,
  { db, held, now }: { db: Database; held: HeldRequests; now: () => Date },
): Promise<void> {
  for (const { hold, isHeld } of entries) {
    if (!isHeld) continue;
    const { mailbox, deviceKey } = hold;
    const facts = await findDeviceFacts({ db, now }, { mailbox, deviceKey });
    const isFine = facts && isAllowed(facts) && isFollowingItsPolicy(facts, now());
    if (!isFine) held.wake({ mailbox, deviceKey }, { why: 'recheck' });
  }
}

/** By what was written down of it; who waits in quarantine comes again, too. */
function isAllowed(facts: DeviceFacts): boolean {
  const { rules, settings } = facts.accessBook;
  return decideAccess(facts, rules, settings).level === 'allowed';
}
