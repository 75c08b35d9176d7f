/** The same request over and over, one connection for each phone. */
export type RepeatOrder = {
  readonly kind: 'repeat';
  readonly port: number;
  /** Whole requests as they go over the wire, in base64: one for each phone. */
  readonly requests: readonly string[];
  /** The body that each of them must get, in base64: what is refused quickly is no figure. */
  readonly answer: string;
  /** In all. */
  readonly count: number;
};

/** Phones that are set up: Provision, FolderSync, and the first sync of their Inbox. */
export type NewPhonesOrder = {
  readonly kind: 'new-phones';
  readonly port: number;
  readonly password: string;
  /** Numbers of the mailboxes, each with a phone of its own. */
  readonly mailboxes: readonly number[];
  /** Goes into the device ids, so that every phone is a new one. */
  readonly series: string;
  readonly mails: number;
  readonly sideBySide: number;
};

/** The same mails by imapflow alone: what the mail server delivers without an engine. */
export type ReadAloneOrder = {
  readonly kind: 'read-alone';
  readonly imapPort: number;
  readonly password: string;
  readonly mailboxes: readonly number[];
  readonly mails: number;
  readonly sideBySide: number;
};

export type LoadOrder = RepeatOrder | NewPhonesOrder | ReadAloneOrder;

/** What became of an order. */
export type LoadReport = {
  /** Of each request, or of each phone. */
  readonly timesMs: readonly number[];
  readonly elapsedMs: number;
  /** Things that did not come out as they should, in words; empty if all is well. */
  readonly problems: readonly string[];
};

export const mailboxName = (index: number): string => `box${index}@example.com`;

/** @see [MS-ASCMD] 2.2.3.199 WindowSize */
export const WINDOW = 100;

/** Runs through the items with so many at a time. */
export async function sideBySide<Item>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const next = items.values();
  const lane = async () => {
    for (const item of next) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
