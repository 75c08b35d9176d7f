import type { HeldEntry } from './held-entry';

// Implementation notes
// - A phone that marks a mail as read must not be woken by its own change, while the other phones of its owner are. So a
//   change that is not an arrival is compared with what each device has before its request ends.
// - While it is being looked up the request stays held: an order, the end of its time or of its connection end it as ever.
// - What is heard meanwhile may be newer than what is being looked up, and is looked up afterwards.
// - What cannot be looked up counts as a change: the phone asks once too often, but never misses anything.

/** Looked up at a time: thousands of phones must not ask the mail server at once. */
const PARALLEL = 8;

/** Says in which of these folders there is something that the device of the request does not have yet. */
export type ConfirmChanges = (hold: HeldEntry['hold'], folderIds: readonly string[]) => Promise<readonly string[]>;

export type ConfirmationOptions = {
  readonly confirmChanges: ConfirmChanges;
  readonly onConfirmed: (entry: HeldEntry, folderIds: readonly string[]) => void;
  readonly onError: (error: unknown) => void;
};

/** Finds out whether changes are news for the devices that wait for them. */
export class Confirmations {
  /** Folders in doubt, by request. */
  private readonly doubts = new Map<HeldEntry, Set<string>>();
  private readonly underWay = new Set<HeldEntry>();

  constructor(private readonly options: ConfirmationOptions) {}

  /** To be looked up soon, once for all that is in doubt by then. */
  add(entry: HeldEntry, folderIds: readonly string[]): void {
    const known = this.doubts.get(entry);
    if (known) for (const id of folderIds) known.add(id);
    else this.doubts.set(entry, new Set(folderIds));
    this.startNext();
  }

  /** The request has ended: there is nobody left to tell. */
  drop(entry: HeldEntry): void {
    this.doubts.delete(entry);
  }

  private startNext(): void {
    for (const [entry, folderIds] of this.doubts) {
      if (this.underWay.size >= PARALLEL) return;
      if (this.underWay.has(entry)) continue;
      this.doubts.delete(entry);
      this.underWay.add(entry);
      void this.lookUp(entry, [...folderIds]);
    }
  }

  private async lookUp(entry: HeldEntry, folderIds: readonly string[]): Promise<void> {
    const { confirmChanges, onConfirmed, onError } = this.options;
    let changed = folderIds;
    try {
      changed = await confirmChanges(entry.hold, folderIds);
    } catch (error) {
      onError(error);
    }
    this.underWay.delete(entry);
    if (changed.length > 0) onConfirmed(entry, changed);
    this.startNext();
  }
}
