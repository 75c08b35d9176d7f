import { AutomaticReply } from './automatic-reply';
import { composeLetter, type Owner } from './compose-letter';
import { DemoFolders } from './demo-folders';
import { demoLetters } from './demo-letters';
import type { MessageSource } from './message-reader';
import {
  type FolderChange,
  type FolderListing,
  FolderProblem,
  type MarkChange,
  type MessageMarks,
  type NewMessage,
} from '@/engine/backends/contract';

/** The oldest message of a folder is dropped for a new one beyond this. */
const MESSAGE_LIMIT = 2000;
/** Octets of all messages of a mailbox that were put there; letters of the demo do not count. */
const QUOTA_BYTES = 100 * 1024 * 1024;
const HOUR_MS = 3_600_000;

export type StoredMessage = {
  readonly uid: number;
  readonly receivedAt: Date;
  readonly source: MessageSource;
  readonly marks: MessageMarks;
};

type MessageFolder = { nextUid: number; changes: number; readonly messages: Map<number, StoredMessage> };

const noMarks: MessageMarks = { isRead: false, isFlagged: false, isAnswered: false, isDraft: false, keywords: [] };
/** Marks are never changed but replaced, so that messages can have the same ones. */
const marksOfLetters = {
  unread: noMarks,
  read: { ...noMarks, isRead: true },
  draft: { ...noMarks, isRead: true, isDraft: true },
} as const;

/** One mailbox of the demo back end, in memory. Its uids are given out anew after a restart: `validity` says so. */
export class DemoMailbox {
  readonly tree = new DemoFolders();
  readonly owner: Owner;
  readonly automaticReply: AutomaticReply;
  private readonly folders = new Map<string, MessageFolder>();
  private readonly listeners = new Set<(change: FolderChange) => void>();
  private readonly validity: string;
  private usedBytes = 0;

  /** A mailbox with the forty mails of `demo-letters`, as of `madeAt`. */
  constructor(
    readonly name: string,
    private readonly madeAt: Date,
  ) {
    this.owner = { name: nameOf(name), address: name.includes('@') ? name : `${name}@demo.example` };
    this.automaticReply = new AutomaticReply(this.owner);
    this.validity = String(Math.floor(madeAt.getTime() / 1000));
  }

  /** Delivers into the Inbox. @throws FolderProblem `quota` */
  deliver(raw: Buffer, receivedAt: Date): number {
    return this.append('inbox', { raw, marks: {}, receivedAt });
  }

  append(folderId: string, { raw, marks, receivedAt }: NewMessage): number {
    this.get(folderId, 'missing');
    if (this.usedBytes + raw.length > QUOTA_BYTES) throw new FolderProblem('quota');
    this.usedBytes += raw.length;
    const keywords = [...new Set(marks.keywords)].toSorted();
    return this.store(folderId, { source: raw, receivedAt, marks: { ...noMarks, ...marks, keywords } });
  }

  /** As another mail program of the owner does. */
  setRead(folderId: string, uid: number, isRead: boolean): void {
    this.mark(folderId, [uid], { isRead });
  }

  mark(folderId: string, uids: readonly number[], change: MarkChange): void {
    const { messages } = this.get(folderId, 'missing');
    const present = this.find(folderId, uids);
    for (const message of present) messages.set(message.uid, { ...message, marks: changed(message.marks, change) });
    if (present.length > 0) this.announce(folderId, false);
  }

  remove(folderId: string, uids: readonly number[] | 'all'): void {
    const { messages } = this.get(folderId, 'missing');
    const gone = uids === 'all' ? [...messages.values()] : this.find(folderId, uids);
    for (const message of gone) {
      messages.delete(message.uid);
      this.usedBytes -= ownBytes(message);
    }
    if (gone.length > 0) this.announce(folderId, false);
  }

  move(folderId: string, uids: readonly number[], targetId: string): Map<number, number> {
    const { messages } = this.get(folderId, 'missing');
    this.get(targetId, 'target_missing');
    const moved = new Map<number, number>();
    for (const message of this.find(folderId, uids)) {
      messages.delete(message.uid);
      moved.set(message.uid, this.store(targetId, message));
    }
    if (moved.size > 0) this.announce(folderId, false);
    return moved;
  }

  deleteFolder(folderId: string): void {
    for (const id of this.tree.delete(folderId)) {
      for (const message of this.folders.get(id)?.messages.values() ?? []) this.usedBytes -= ownBytes(message);
      this.folders.delete(id);
    }
  }

  find(folderId: string, uids: readonly number[]): StoredMessage[] {
    const messages = this.folder(folderId)?.messages;
    return [...new Set(uids)].flatMap((uid) => messages?.get(uid) ?? []);
  }

  all(folderId: string): StoredMessage[] {
    return [...(this.folder(folderId)?.messages.values() ?? [])];
  }

  list(folderId: string, since: Date | undefined): FolderListing | null {
    const folder = this.folder(folderId);
    if (!folder) return null;
    const messages = [...folder.messages.values()].filter(({ receivedAt }) => !since || receivedAt >= since);
    return {
      validity: this.validity,
      token: this.token(folder),
      messages: messages.map(({ uid, marks }) => ({ uid, ...marks })),
    };
  }

  tokens(folderIds: readonly string[]): Map<string, string> {
    const known = folderIds.flatMap((id): [string, string][] => {
      const folder = this.folder(id);
      return folder ? [[id, this.token(folder)]] : [];
    });
    return new Map(known);
  }

  onChange(listener: (change: FolderChange) => void, signal: AbortSignal): void {
    this.listeners.add(listener);
    signal.addEventListener('abort', () => this.listeners.delete(listener), { once: true });
  }

  /** Undefined: there is no such folder. What a folder holds is made when somebody first looks at it. */
  private folder(folderId: string): MessageFolder | undefined {
    const known = this.folders.get(folderId);
    if (known || !this.tree.list.some(({ id }) => id === folderId)) return known;
    const messages = new Map(this.lettersIn(folderId).map((message) => [message.uid, message]));
    const made = { nextUid: messages.size + 1, changes: 0, messages };
    this.folders.set(folderId, made);
    return made;
  }

  private lettersIn(folderId: string): StoredMessage[] {
    const letters = demoLetters.filter(({ folder }) => folder === folderId);
    const oldestFirst = letters.toSorted((a, b) => b.hoursAgo - a.hoursAgo);
    return oldestFirst.map((letter, index) => {
      const receivedAt = new Date(this.madeAt.getTime() - letter.hoursAgo * HOUR_MS);
      const source = () => composeLetter(letter, this.owner, receivedAt);
      const kind = letter.folder === 'drafts' ? 'draft' : letter.isUnread ? 'unread' : 'read';
      return { uid: index + 1, receivedAt, source, marks: marksOfLetters[kind] };
    });
  }

  private get(folderId: string, problem: 'missing' | 'target_missing'): MessageFolder {
    const folder = this.tree.mailFolderIds.includes(folderId) ? this.folder(folderId) : undefined;
    if (!folder) throw new FolderProblem(problem);
    return folder;
  }

  private token(folder: MessageFolder): string {
    return `${this.validity}.${folder.changes}`;
  }

  private store(folderId: string, message: Omit<StoredMessage, 'uid'>): number {
    const folder = this.get(folderId, 'target_missing');
    const uid = folder.nextUid;
    folder.nextUid += 1;
    const { source, receivedAt, marks } = message;
    folder.messages.set(uid, { uid, source, receivedAt, marks });
    const oldest = folder.messages.size > MESSAGE_LIMIT ? folder.messages.keys().next().value : undefined;
    if (oldest !== undefined) this.remove(folderId, [oldest]);
    this.announce(folderId, true);
    return uid;
  }

  private announce(folderId: string, hasArrivals: boolean): void {
    const folder = this.folder(folderId);
    if (folder) folder.changes += 1;
    for (const listener of this.listeners) listener({ folderId, hasArrivals });
  }
}

function ownBytes({ source }: StoredMessage): number {
  return Buffer.isBuffer(source) ? source.length : 0;
}

function changed(marks: MessageMarks, change: MarkChange): MessageMarks {
  const { addKeywords = [], removeKeywords = [], ...flags } = change;
  const gone = new Set(removeKeywords.map((keyword) => keyword.toLowerCase()));
  const kept = [...marks.keywords, ...addKeywords].filter((keyword) => !gone.has(keyword.toLowerCase()));
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  return { ...marks, ...given, keywords: [...new Set(kept)].toSorted() };
}

/** `anna.schmidt@example.com` → `Anna Schmidt`. */
function nameOf(mailbox: string): string {
  const words = (mailbox.split('@')[0] ?? mailbox).split(/[._-]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || mailbox;
}
