import type { Database } from '@/lib/db/client';
import { decideAccess } from '@/lib/domain/access/decide-access';
import { type DeviceFacts, findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { isFollowingItsPolicy } from '@/engine/pipeline/policy-demand';
import type { Logger } from '@/lib/log/logger';
import type { HeldEntry } from './held-entry';
import type { HeldRequests } from './held-requests';
import type { Pace } from './pace';

// Implementation notes
// - Whoever is woken comes back with several requests: two for its policy, one or two for its folders, another Ping. So
//   what a change concerns is woken at a pace; what it does not concern is not woken at all.
// - Orders to wipe or delete are looked up first and wait for no turn.
// - Whatever happens during a look makes it begin anew: an entry that was fine may not be so any more.

/** Looked up at a time: a front end that holds ten thousand must not flood the database. */
const PARALLEL = 4;

export type HeldRecheckOptions = {
  readonly db: Database;
  readonly held: HeldRequests;
  readonly now: () => Date;
  readonly log: Logger;
  /** Gives the turns in which they are woken. */
  readonly pace: Pick<Pace, 'turn'>;
};

/** Looks up the devices of held requests, and ends those that are to come and be decided upon anew. */
export class HeldRecheck {
  private look = new AbortController();
  private isDue = false;
  private isClosed = false;
  private running: Promise<void> | null = null;

  constructor(private readonly options: HeldRecheckOptions) {}

  /**
   * Something has changed for many, or may have, since nobody heard of it. Requests that are about to be held are decided
   * upon anew, too.
   */
  start(): void {
    this.options.held.note({ why: 'recheck' });
    this.isDue = true;
    this.look.abort();
    this.running ??= this.run();
  }

  /** Once this has resolved, nothing is looked up any more. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.look.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.isDue && !this.isClosed) {
      this.isDue = false;
      this.look = new AbortController();
      await this.lookUpAll(this.look.signal).catch((err: unknown) => {
        if (this.look.signal.aborted) return;
        // What cannot be looked up must not be left waiting on the strength of what was known before.
        this.options.log.error({ err }, 'Looking up held requests failed; everybody is asked to come again');
        this.options.held.wake({}, { why: 'recheck' });
      });
    }
    // In one go with the last look at `isDue`, so that no start falls between.
    this.running = null;
  }

  private async lookUpAll(signal: AbortSignal): Promise<void> {
    const { db, held } = this.options;
    const entries = held.list();
    const withCommand = await openCommands(db, entries);
    const rest: HeldEntry[] = [];
    for (const entry of entries) {
      const { mailbox, deviceKey } = entry.hold;
      if (withCommand.has(nameOf(mailbox, deviceKey))) held.wake({ mailbox, deviceKey }, { why: 'recheck' });
      else rest.push(entry);
    }
    const next = rest.values();
    await Promise.all(Array.from({ length: PARALLEL }, () => this.lookUpEach(next, signal)));
  }

  private async lookUpEach(entries: Iterable<HeldEntry>, signal: AbortSignal): Promise<void> {
    const { db, held, now, pace } = this.options;
    for (const { hold, isHeld } of entries) {
      signal.throwIfAborted();
      if (!isHeld) continue;
      const { mailbox, deviceKey } = hold;
      const facts = await findDeviceFacts({ db, now }, { mailbox, deviceKey });
      const isFine = facts && isAllowed(facts) && isFollowingItsPolicy(facts, now());
      // From quarantine all come: the notice may say something else, and whoever is let in has mail to fetch.
      if (isFine && !hold.isQuarantined) continue;
      await pace.turn(signal);
      held.wake({ mailbox, deviceKey }, { why: 'recheck' });
    }
  }
}

/** By what was written down of it. */
function isAllowed(facts: DeviceFacts): boolean {
  const { rules, settings } = facts.accessBook;
  return decideAccess(facts, rules, settings).level === 'allowed';
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
