import { createHash, timingSafeEqual } from 'node:crypto';
import { DemoMailbox, type StoredMessage } from './demo-mailbox';
import { matchesContents } from './matches-contents';
import { MessageReader } from './message-reader';
import type { ReadMessage } from './read-message';
import type { AutoReply } from '@/engine/backends/auto-reply';
import {
  type Account,
  type Credentials,
  type FolderQuery,
  FolderProblem,
  type FoundMessage,
  type ListOptions,
  type MailBackend,
  type MailSearch,
  type MarkChange,
  type MessageHead,
  type MessageText,
  type NewMessage,
  type Octets,
  type OutgoingMessage,
  SendRefused,
  textKey,
  type TextWish,
  type WatchHandlers,
} from '@/engine/backends/contract';
import { decodeText } from '@/engine/backends/decode-text';
import { decodeTransfer } from '@/engine/backends/decode-transfer';

/** The mailbox used longest ago is forgotten for a new one beyond this. */
const MAILBOX_LIMIT = 5000;
const RECIPIENT_LIMIT = 100;
const MESSAGE_LIMIT_BYTES = 30 * 1024 * 1024;

export type DemoOptions = { readonly password: string; readonly now: () => Date };

/**
 * A mail store in memory for demonstrations and tests: every mailbox name signs in with one password and finds forty
 * believable mails, made at its first sign-in and gone with the process. What is sent arrives in the mailbox of that
 * name at once.
 */
export class DemoBackend implements MailBackend {
  private readonly mailboxes = new Map<string, DemoMailbox>();
  private readonly reader = new MessageReader();

  constructor(private readonly options: DemoOptions) {}

  async authenticate(credentials: Credentials): Promise<Account | null> {
    const name = canonicalName(credentials.username);
    if (name === null || !isSame(credentials.password, this.options.password)) return null;
    const { owner } = this.open(name);
    return { mailbox: name, address: owner.address, displayName: owner.name, credentials };
  }

  async listFolders(account: Account) {
    return this.of(account).tree.list;
  }

  async listMessages({ account, folderId, since }: FolderQuery<ListOptions>) {
    return this.of(account).list(folderId, since);
  }

  async fetchHeads({ account, folderId, uids }: FolderQuery<{ uids: readonly number[] }>): Promise<MessageHead[]> {
    const found = this.of(account).find(folderId, uids);
    return Promise.all(
      found.map(async ({ uid, receivedAt, marks, source }) => {
        const { head } = await this.reader.read(source);
        return { uid, receivedAt, ...marks, ...head };
      }),
    );
  }

  async fetchTexts({ account, folderId, wishes }: FolderQuery<{ wishes: readonly TextWish[] }>) {
    const texts = new Map<string, MessageText>();
    for (const { uid, part, limitBytes } of wishes) {
      const message = await this.read(account, folderId, uid);
      const octets = message && octetsOf(message, part.path);
      if (octets) texts.set(textKey(uid, part.path), decodeText(part, { octets, isWhole: true }, limitBytes));
    }
    return texts;
  }

  async fetchPart(query: FolderQuery<{ uid: number; path: string; limitBytes: number }>): Promise<Octets | null> {
    const { account, folderId, uid, path, limitBytes } = query;
    const message = await this.read(account, folderId, uid);
    if (!message) return null;
    const stored = path === '' ? message.raw : octetsOf(message, path);
    if (!stored) return null;
    const content = path === '' ? stored : decodeTransfer(stored, message.encodings.get(path) ?? '');
    return { content: content.subarray(0, limitBytes), isTruncated: content.length > limitBytes };
  }

  async append({ account, folderId, ...message }: FolderQuery<NewMessage>) {
    return this.of(account).append(folderId, message);
  }

  async mark({ account, folderId, uids, change }: FolderQuery<{ uids: readonly number[]; change: MarkChange }>) {
    this.of(account).mark(folderId, uids, change);
  }

  async move({ account, folderId, uids, targetId }: FolderQuery<{ uids: readonly number[]; targetId: string }>) {
    return this.of(account).move(folderId, uids, targetId);
  }

  async remove({ account, folderId, uids }: FolderQuery<{ uids: readonly number[] | 'all' }>) {
    this.of(account).remove(folderId, uids);
  }

  async createFolder(account: Account, { name, parentId }: { name: string; parentId: string | null }) {
    return this.of(account).tree.create({ name, parentId });
  }

  async changeFolder(query: FolderQuery<{ name: string; parentId: string | null }>) {
    this.of(query.account).tree.change(query.folderId, { name: query.name, parentId: query.parentId });
  }

  async deleteFolder({ account, folderId }: FolderQuery<unknown>) {
    this.of(account).deleteFolder(folderId);
  }

  async search(query: {
    account: Account;
    folderIds: readonly string[] | null;
    search: MailSearch;
    limit: number;
  }): Promise<FoundMessage[]> {
    const mailbox = this.of(query.account);
    const candidates = (query.folderIds ?? mailbox.tree.mailFolderIds)
      .flatMap((folderId) => mailbox.all(folderId).map((message) => ({ folderId, message })))
      .filter(({ message }) => matchesMarks(message, query.search))
      .toSorted((a, b) => newestFirst(a.message, b.message));
    const found: FoundMessage[] = [];
    for (const { folderId, message } of candidates) {
      if (found.length >= query.limit) break;
      if (!matchesContents(await this.reader.read(message.source), query.search)) continue;
      found.push({ folderId, uid: message.uid, receivedAt: message.receivedAt });
    }
    return found;
  }

  async send(_account: Account, { raw, recipients }: OutgoingMessage): Promise<void> {
    const names = recipients.map((address) => (address.includes('@') ? this.nameFor(address) : null));
    if (names.length === 0 || names.length > RECIPIENT_LIMIT || names.includes(null))
      throw new SendRefused('recipients');
    if (raw.length > MESSAGE_LIMIT_BYTES) throw new SendRefused('size');
    try {
      for (const name of new Set(names)) if (name !== null) this.open(name).deliver(raw, this.options.now());
    } catch (cause) {
      throw cause instanceof FolderProblem ? new SendRefused('quota', { cause }) : cause;
    }
    for (const name of new Set(names)) if (name !== null) await this.answer(name, raw);
  }

  async findAutoReply(account: Account): Promise<AutoReply> {
    return this.of(account).automaticReply.current;
  }

  async setAutoReply(account: Account, reply: AutoReply): Promise<void> {
    this.of(account).automaticReply.set(reply);
  }

  async folderTokens(account: Account, folderIds: readonly string[]) {
    return this.of(account).tokens(folderIds);
  }

  async watch(
    account: Account,
    _watched: () => ReadonlySet<string>,
    { onChange, signal }: WatchHandlers & { signal: AbortSignal },
  ) {
    this.of(account).onChange((change) => onChange([change]), signal);
  }

  /**
   * Delivers an RFC 5322 message into the Inbox, making the mailbox if need be.
   *
   * @returns false if the name cannot be a mailbox, or its mailbox is full
   */
  async deliver(mailbox: string, raw: Uint8Array): Promise<boolean> {
    const name = canonicalName(mailbox);
    if (name === null) return false;
    try {
      const message = Buffer.from(raw);
      this.open(name).deliver(message, this.options.now());
      await this.answer(name, message);
      return true;
    } catch (error) {
      if (error instanceof FolderProblem) return false;
      throw error;
    }
  }

  /** The mailbox itself, for what another mail program of its owner does. */
  async mailbox(name: string): Promise<DemoMailbox> {
    return this.open(name);
  }

  private open(name: string): DemoMailbox {
    const known = this.mailboxes.get(name) ?? new DemoMailbox(name, this.options.now());
    this.mailboxes.delete(name);
    this.mailboxes.set(name, known); // the order of the map is the order of use
    const oldest = this.mailboxes.size > MAILBOX_LIMIT ? this.mailboxes.keys().next().value : undefined;
    if (oldest !== undefined) this.mailboxes.delete(oldest);
    return known;
  }

  async close(): Promise<void> {
    this.mailboxes.clear();
  }

  /** What its owner's automatic reply makes of a mail that was just delivered arrives where that came from. */
  private async answer(name: string, raw: Buffer): Promise<void> {
    const { automaticReply } = this.open(name);
    if (!automaticReply.current.isEnabled) return;
    const answer = await automaticReply.answerTo(await this.reader.read(raw), this.options.now());
    const sender = answer && this.nameFor(answer.to);
    if (!sender) return;
    try {
      this.open(sender).deliver(answer.raw, this.options.now());
    } catch (error) {
      if (!(error instanceof FolderProblem)) throw error; // a mailbox that is full gets no answers
    }
  }

  private of(account: Account): DemoMailbox {
    return this.open(account.mailbox);
  }

  private read(account: Account, folderId: string, uid: number): Promise<ReadMessage> | undefined {
    const [message] = this.of(account).find(folderId, [uid]);
    return message && this.reader.read(message.source);
  }

  /** A mailbox without a domain is written to at the domain of the demo. */
  private nameFor(address: string): string | null {
    const name = canonicalName(address);
    const bare = name?.replace(/@demo\.example$/, '');
    return bare !== undefined && this.mailboxes.has(bare) ? bare : name;
  }
}

function octetsOf(message: ReadMessage, path: string): Buffer | undefined {
  const range = message.ranges.get(path);
  return range && message.raw.subarray(range.start, range.end);
}

function matchesMarks({ marks, receivedAt }: StoredMessage, search: MailSearch): boolean {
  if (search.isUnread !== undefined && marks.isRead === search.isUnread) return false;
  if (search.receivedAfter && receivedAt < search.receivedAfter) return false;
  return !search.receivedBefore || receivedAt < search.receivedBefore;
}

/** Lower case; null for what no mail system would take as a name. */
function canonicalName(username: string): string | null {
  const name = username.trim().toLowerCase();
  return /^[^\s\\/"<>]{1,254}$/.test(name) ? name : null;
}

function isSame(presented: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(presented), digest(expected));
}

const newestFirst = (a: StoredMessage, b: StoredMessage): number =>
  b.receivedAt.getTime() - a.receivedAt.getTime() || b.uid - a.uid;
