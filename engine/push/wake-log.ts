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

/** Whom it concerns: everybody, all devices of a mailbox, or one of them. */
export type WakeScope = {
  readonly mailbox?: string;
  readonly deviceKey?: string;
};

type Entry = { readonly scope: WakeScope; readonly end: HoldEnd };

const CAPACITY = 10_000;

/**
 * The latest wakes, in order. A request is decided from rows that were read a moment before it is held; what happened in
 * that moment is found here, so that no wake falls between reading and holding.
 */
export class WakeLog {
  private readonly entries: Entry[] = [];
  /** Number of the next wake; never falls. A request notes it before it reads anything. */
  position = 0;

  note(scope: WakeScope, end: HoldEnd): void {
    this.entries[this.position % CAPACITY] = { scope, end };
    this.position += 1;
  }

  /** The first wake since the position that concerns the device, or null. More than the log holds counts as a wake. */
  find(since: number, device: Required<WakeScope> & { readonly folderIds: readonly string[] }): HoldEnd | null {
    if (this.position - since > CAPACITY) return { why: 'recheck' };
    for (let index = since; index < this.position; index += 1) {
      const entry = this.entries[index % CAPACITY];
      if (entry && concerns(entry.scope, device)) {
        const end = narrow(entry.end, device.folderIds);
        if (end) return end;
      }
    }
    return null;
  }
}

function concerns(scope: WakeScope, device: Required<WakeScope>): boolean {
  if (scope.mailbox === undefined) return true;
  if (scope.mailbox !== device.mailbox) return false;
  return scope.deviceKey === undefined || scope.deviceKey === device.deviceKey;
}

/** Of changes, those in folders that are watched; null if there are none. */
export function narrow(end: HoldEnd, watched: readonly string[]): HoldEnd | null {
  if (end.why !== 'changes') return end;
  const folderIds = end.folderIds.filter((id) => watched.includes(id));
  return folderIds.length > 0 ? { why: 'changes', folderIds } : null;
}
