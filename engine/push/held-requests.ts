import { type ConfirmChanges, Confirmations } from './confirmations';
import type { HeldEntry, Hold } from './held-entry';
import { TimerWheel } from './timer-wheel';
import { type HoldEnd, narrow, type OwnWake, type Wake, WakeLog, type WakeScope } from './wake-log';

// Implementation notes
// - What is held costs one socket, one entry here and one place in the timer wheel. Of the request nothing is kept but
//   what the entry names; of the document, nothing at all.
// - Each entry ends exactly once: by time, by a wake, by the next request of its device, or because the client is gone.
// - A wake is noted before it is carried out, and a request names the position of the log from before it read its facts:
//   whatever happened in between ends it at once.
// - Changes that may be the device's own are looked up before they end anything; see `Confirmations`.
// - All devices of a mailbox are in one short list. There is no other index.

const stopping: OwnWake = { kind: 'end', end: { why: 'stopping' } };

export type HeldOptions = {
  /** Left out: every change is news. */
  readonly confirmChanges?: ConfirmChanges;
  readonly onConfirmError?: (error: unknown) => void;
};

/** All requests that wait for something to happen. */
export class HeldRequests {
  private readonly confirmations: Confirmations;
  private readonly byMailbox = new Map<string, HeldEntry[]>();
  private readonly wakes = new WakeLog();
  private readonly wheel = new TimerWheel<HeldEntry>((entry) => this.end(entry, { why: 'expired' }));
  private isStopping = false;
  /** How many are held. */
  count = 0;

  constructor({ confirmChanges, onConfirmError = () => undefined }: HeldOptions = {}) {
    this.confirmations = new Confirmations({
      confirmChanges: confirmChanges ?? ((_hold, folderIds) => Promise.resolve(folderIds)),
      onConfirmed: (entry, folderIds) => this.end(entry, { why: 'changes', folderIds }),
      onError: onConfirmError,
    });
  }

  /** To be read before anything that a request is decided from. */
  get position(): number {
    return this.wakes.position;
  }

  /** Holds a request until `onEnd` is called, once; at once if something has happened since its facts were read. */
  hold(hold: Hold, onEnd: (end: HoldEnd) => void): HeldEntry {
    const entry: HeldEntry = { hold, onEnd, heldAtMs: performance.now(), slot: -1, isHeld: false };
    this.wake({ mailbox: hold.mailbox, deviceKey: hold.deviceKey }, { why: 'superseded' }, { isNoted: false });
    const missed: OwnWake | null = this.isStopping ? stopping : this.wakes.find(hold.since, hold);
    if (missed?.kind === 'end') {
      onEnd(missed.end);
      return entry;
    }
    entry.isHeld = true;
    entry.slot = this.wheel.add(entry, hold.heartbeatSeconds);
    const others = this.byMailbox.get(hold.mailbox);
    if (others) others.push(entry);
    else this.byMailbox.set(hold.mailbox, [entry]);
    this.count += 1;
    if (missed) this.confirmations.add(entry, missed.folderIds);
    return entry;
  }

  /** Whether an order or another decision has arrived since: what was decided before must be decided anew. */
  isOverruled(since: number, device: { mailbox: string; deviceKey: string }): boolean {
    return this.wakes.find(since, { ...device, folderIds: [] }) !== null;
  }

  /** Forgets a request whose client is gone. @returns false if it has ended before */
  release(entry: HeldEntry): boolean {
    if (!entry.isHeld) return false;
    entry.isHeld = false;
    this.count -= 1;
    this.confirmations.drop(entry);
    this.wheel.remove(entry, entry.slot);
    const { mailbox } = entry.hold;
    const others = (this.byMailbox.get(mailbox) ?? []).filter((other) => other !== entry);
    if (others.length > 0) this.byMailbox.set(mailbox, others);
    else this.byMailbox.delete(mailbox);
    return true;
  }

  /** Ends requests that are about to be held and read their facts before this; of those that are held, none. */
  note(wake: Wake): void {
    this.wakes.note({}, wake);
  }

  /** Ends what the scope names, now and for requests that are about to be held; changes in doubt are looked up first. */
  wake(scope: WakeScope, wake: Wake, { isNoted } = { isNoted: true }): void {
    if (isNoted) this.wakes.note(scope, wake);
    for (const entry of this.find(scope)) {
      const own = narrow(wake, entry.hold.folderIds);
      if (own?.kind === 'end') this.end(entry, own.end);
      else if (own) this.confirmations.add(entry, own.folderIds);
    }
  }

  /** Ends everything, and whatever would be held from now on. */
  stop(): void {
    this.isStopping = true;
    this.wake({}, { why: 'stopping' });
  }

  /** Everything that is held, as it is now. */
  list(): HeldEntry[] {
    return [...this.byMailbox.values()].flat();
  }

  /** The folders that devices of this mailbox wait for just now. */
  watchedFolders(mailbox: string): Set<string> {
    return new Set((this.byMailbox.get(mailbox) ?? []).flatMap(({ hold }) => hold.folderIds));
  }

  isWatched(mailbox: string): boolean {
    return this.byMailbox.has(mailbox);
  }

  private find({ mailbox, deviceKey }: WakeScope): HeldEntry[] {
    if (mailbox === undefined) return this.list();
    const entries = this.byMailbox.get(mailbox) ?? [];
    return entries.filter(({ hold }) => deviceKey === undefined || hold.deviceKey === deviceKey);
  }

  private end(entry: HeldEntry, end: HoldEnd): void {
    if (!entry.isHeld) return;
    this.release(entry);
    entry.onEnd(end);
  }
}
