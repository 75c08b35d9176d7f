import type { HeldRequests } from './held-requests';

/** A mail that has arrived is announced at once; a moment is for what arrives together with it. */
const ARRIVALS_MS = 5;
/** Read marks and deletions come in bursts, are in no hurry, and may be the phone's own. */
const OTHERS_MS = 2000;

/** Something changed in a mailbox. */
export type HeardChange = {
  /** Null: whoever reports it cannot say which. */
  readonly folderId: string | null;
  /** A mail is there that was not there before. */
  readonly hasArrivals: boolean;
};

type Pending = { readonly folderIds: Set<string>; isAny: boolean; timer: NodeJS.Timeout | undefined };
type Kind = 'arrivals' | 'doubtfulArrivals' | 'others';

export type ChangeGateOptions = {
  readonly held: HeldRequests;
  /** How long changes other than arrivals are gathered. */
  readonly othersMs?: number;
};

/** Gathers what is heard about each mailbox and announces it to its held requests, once for each burst. */
export class ChangeGate {
  private readonly pending = new Map<string, Partial<Record<Kind, Pending>>>();

  constructor(private readonly options: ChangeGateOptions) {}

  /** Announces these changes in a moment, whoever reports them. */
  announce(mailbox: string, changes: readonly HeardChange[]): void {
    for (const change of changes) this.add(mailbox, change);
  }

  close(): void {
    for (const kinds of this.pending.values()) for (const { timer } of Object.values(kinds)) clearTimeout(timer);
    this.pending.clear();
  }

  private add(mailbox: string, { folderId, hasArrivals }: HeardChange): void {
    const kind = kindOf(folderId, hasArrivals);
    const kinds = this.pending.get(mailbox) ?? {};
    this.pending.set(mailbox, kinds);
    const pending = (kinds[kind] ??= { folderIds: new Set(), isAny: false, timer: undefined });
    if (folderId === null) pending.isAny = true;
    else pending.folderIds.add(folderId);
    pending.timer ??= setTimeout(() => this.release(mailbox, kind), this.delayMs(kind));
  }

  private delayMs(kind: Kind): number {
    return kind === 'others' ? (this.options.othersMs ?? OTHERS_MS) : ARRIVALS_MS;
  }

  private release(mailbox: string, kind: Kind): void {
    const kinds = this.pending.get(mailbox);
    const pending = kinds?.[kind];
    if (!kinds || !pending) return;
    delete kinds[kind];
    if (Object.keys(kinds).length === 0) this.pending.delete(mailbox);
    const folderIds = pending.isAny ? null : [...pending.folderIds];
    this.options.held.wake({ mailbox }, { why: 'changes', folderIds, isNews: kind === 'arrivals' });
  }
}

/** An arrival somewhere is no news for a device that does not watch that folder: it is looked up, without delay. */
function kindOf(folderId: string | null, hasArrivals: boolean): Kind {
  if (!hasArrivals) return 'others';
  return folderId === null ? 'doubtfulArrivals' : 'arrivals';
}
