import type { ImapFlow, MailboxObject } from 'imapflow';
import { type FolderStatus, listMessages, thoroughStatus } from './list-messages';
import { marksOf } from './marks';
import { openFolder } from './open-folder';
import { refusalOf } from './refusal';
import type { FolderListing, MessageMarks } from '@/engine/backends/contract';

// Implementation notes
// - A folder is listed anew at each of its changes. With CONDSTORE (RFC 7162) the server tells what changed since the last
//   listing, so that one flag in a folder of 50,000 messages costs one line and not 50,000.
// - The number since which changes are asked for is that of STATUS *before* the listing: what happens during a listing is
//   asked for once more. It is never the number that the client library believes to have seen last.
// - What vanished is not told: if there are more messages here than there, their uids are compared.
// - Anything unexpected (other UIDVALIDITY, no CONDSTORE, a smaller number) leads to a listing from scratch.

/** Messages of all cached listings together; the listing used longest ago goes first. */
const MESSAGE_LIMIT = 500_000;

type Cached = {
  readonly validity: string;
  status: FolderStatus;
  /** By uid; null: marked for deletion, so not shown. */
  readonly messages: Map<number, MessageMarks | null>;
};

type Place = { readonly mailbox: string; readonly path: string };

/** Lists folders, and remembers the listings to be told only what has changed. */
export class ListingCache {
  private readonly listings = new Map<string, Cached>();
  private readonly sizes = new Map<string, number>();
  private readonly busy = new Map<string, Promise<unknown>>();
  private count = 0;

  constructor(private readonly messageLimit = MESSAGE_LIMIT) {}

  /** @throws FolderProblem `missing` */
  async list(client: ImapFlow, place: Place, since: Date | undefined): Promise<FolderListing> {
    if (since !== undefined || !client.enabled.has('CONDSTORE')) return listMessages(client, place.path, since);
    // Two requests that bring one listing up to date at once would mix their states.
    const key = `${place.mailbox}\0${place.path}`;
    const before = this.busy.get(key) ?? Promise.resolve();
    const listing = before.then(() => this.bringUpToDate(client, key, place.path));
    const settled = listing.then(
      () => undefined,
      () => undefined,
    );
    this.busy.set(key, settled);
    try {
      return await listing;
    } finally {
      if (this.busy.get(key) === settled) this.busy.delete(key);
    }
  }

  clear(): void {
    this.listings.clear();
    this.sizes.clear();
    this.count = 0;
  }

  private async bringUpToDate(client: ImapFlow, key: string, path: string): Promise<FolderListing> {
    const known = this.listings.get(key);
    try {
      const status = await thoroughStatus(client, path);
      if (known && known.status.token === status.token) return this.keep(key, known);
      return await openFolder(client, { path, isChanged: false }, async (folder) => {
        const validity = String(folder.uidValidity);
        const cached = known && canContinue(known, { validity, status }) ? known : newListing(validity, status);
        await update(client, cached, folder);
        cached.status = status;
        return this.keep(key, cached);
      });
    } catch (error) {
      this.drop(key);
      throw error;
    }
  }

  private keep(key: string, cached: Cached): FolderListing {
    this.drop(key);
    const { validity, status, messages } = cached;
    if (status.modseq !== null && messages.size <= this.messageLimit) {
      this.listings.set(key, cached); // the order of the map is the order of use
      this.sizes.set(key, messages.size);
      this.count += messages.size;
    }
    while (this.count > this.messageLimit) this.drop(this.listings.keys().next().value ?? '');
    const shown = [...messages].flatMap(([uid, marks]) => (marks ? [{ uid, ...marks }] : []));
    return { validity, token: status.token, messages: shown };
  }

  private drop(key: string): void {
    this.listings.delete(key);
    this.count -= this.sizes.get(key) ?? 0;
    this.sizes.delete(key);
  }
}

function newListing(validity: string, status: FolderStatus): Cached {
  return { validity, status: { ...status, modseq: null }, messages: new Map() };
}

function canContinue(known: Cached, now: { validity: string; status: FolderStatus }): boolean {
  const { modseq } = known.status;
  return (
    known.validity === now.validity && modseq !== null && now.status.modseq !== null && now.status.modseq >= modseq
  );
}

async function update(client: ImapFlow, { status, messages }: Cached, folder: MailboxObject): Promise<void> {
  const isAnew = status.modseq === null || folder.noModseq;
  if (isAnew) messages.clear();
  const options = isAnew || status.modseq === null ? { uid: true } : { uid: true, changedSince: status.modseq };
  const alike = new Map<string, MessageMarks>();
  for await (const { uid, flags } of client.fetch('1:*', { uid: true, flags: true }, options)) {
    if (flags) messages.set(uid, flags.has('\\Deleted') ? null : sharedMarks(flags, alike));
  }
  if (messages.size !== folder.exists) await forgetVanished(client, messages);
}

/** Most messages of a folder have the same marks: one object serves them all. */
function sharedMarks(flags: ReadonlySet<string>, alike: Map<string, MessageMarks>): MessageMarks {
  const key = [...flags].join(' ');
  const known = alike.get(key) ?? marksOf(flags);
  alike.set(key, known);
  return known;
}

async function forgetVanished(client: ImapFlow, messages: Map<number, unknown>): Promise<void> {
  const present = await client.search({ all: true }, { uid: true });
  if (!Array.isArray(present)) throw refusalOf(client);
  const there = new Set(present);
  for (const uid of messages.keys()) if (!there.has(uid)) messages.delete(uid);
}
