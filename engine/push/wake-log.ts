/** Why a held request ends. */
export type HoldEnd =
  /** Its time is over and nothing happened. */
  | { readonly why: 'expired' }
  /** Something changed in these folders. */
  | { readonly why: 'changes'; readonly folderIds: readonly string[] }
  /** A command, another policy, another access decision: the device has to come and be decided upon anew. */
  | { readonly why: 'recheck' }
  /** The same device sent another one. */
  | { readonly why: 'superseded' }
  /** The engine stops. */
  | { readonly why: 'stopping' };

/** What can be heard about a device or a mailbox. */
export type Wake =
  | Exclude<HoldEnd, { why: 'changes' }>
  | {
      readonly why: 'changes';
      /** Null: any of those that are watched. */
      readonly folderIds: readonly string[] | null;
      /** False: the device may know already, having made the change itself; to be looked up before it is woken. */
      readonly isNews: boolean;
    };

/** What a wake means for a request that watches certain folders. */
export type OwnWake =
  | { readonly kind: 'end'; readonly end: HoldEnd }
  | { readonly kind: 'doubt'; readonly folderIds: readonly string[] };

/** Whom it concerns: everybody, all devices of a mailbox, or one of them. */
export type WakeScope = {
  readonly mailbox?: string;
  readonly deviceKey?: string;
};

type Entry = { readonly scope: WakeScope; readonly wake: Wake };

const CAPACITY = 10_000;

/**
 * The latest wakes, in order. A request is decided from rows that were read a moment before it is held; what happened in
 * that moment is found here, so that no wake falls between reading and holding.
 */
export class WakeLog {
  private readonly entries: Entry[] = [];
  /** Number of the next wake; never falls. A request notes it before it reads anything. */
  position = 0;

  note(scope: WakeScope, wake: Wake): void {
    this.entries[this.position % CAPACITY] = { scope, wake };
    this.position += 1;
  }

  /**
   * What has happened since the position that concerns the device, or null: the first that ends its request, else all that
   * is in doubt. More than the log holds ends it.
   */
  find(since: number, device: Required<WakeScope> & { readonly folderIds: readonly string[] }): OwnWake | null {
    if (this.position - since > CAPACITY) return { kind: 'end', end: { why: 'recheck' } };
    const doubtful = new Set<string>();
    for (let index = since; index < this.position; index += 1) {
      const entry = this.entries[index % CAPACITY];
      if (!entry || !concerns(entry.scope, device)) continue;
      const own = narrow(entry.wake, device.folderIds);
      if (own?.kind === 'end') return own;
      for (const id of own?.folderIds ?? []) doubtful.add(id);
    }
    return doubtful.size > 0 ? { kind: 'doubt', folderIds: [...doubtful] } : null;
  }
}

function concerns(scope: WakeScope, device: Required<WakeScope>): boolean {
  if (scope.mailbox === undefined) return true;
  if (scope.mailbox !== device.mailbox) return false;
  return scope.deviceKey === undefined || scope.deviceKey === device.deviceKey;
}

/** Of changes, those in folders that are watched; null if there are none. */
export function narrow(wake: Wake, watched: readonly string[]): OwnWake | null {
  if (wake.why !== 'changes') return { kind: 'end', end: wake };
  const { folderIds: changed, isNews } = wake;
  const folderIds = changed === null ? watched : changed.filter((id) => watched.includes(id));
  if (folderIds.length === 0) return null;
  return isNews ? { kind: 'end', end: { why: 'changes', folderIds } } : { kind: 'doubt', folderIds };
}
