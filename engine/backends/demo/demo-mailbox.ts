import { composeMessage } from './compose-message';
import { demoLetters, type DemoLetter } from './demo-letters';
import { type ParsedMessage, parseMessage } from './parse-message';
import type { Folder, FolderListing, Message } from '@/engine/backends/contract';
import { shortenBody } from '@/engine/backends/shorten-body';

/** The oldest message of a folder is dropped for a new one beyond this. */
const MESSAGE_LIMIT = 2000;
const HOUR_MS = 3_600_000;

/** Ids are fixed: a phone that was connected before a restart finds the same folders again. */
export const demoFolders: readonly Folder[] = [
  { id: 'inbox', parentId: null, name: 'Inbox', kind: 'inbox' },
  { id: 'drafts', parentId: null, name: 'Drafts', kind: 'drafts' },
  { id: 'sent', parentId: null, name: 'Sent', kind: 'sent' },
  { id: 'trash', parentId: null, name: 'Deleted Items', kind: 'trash' },
  { id: 'outbox', parentId: null, name: 'Outbox', kind: 'outbox' },
  { id: 'junk', parentId: null, name: 'Junk', kind: 'junk' },
  { id: 'archive', parentId: null, name: 'Archive', kind: 'archive' },
  { id: 'projects', parentId: null, name: 'Projects', kind: 'mail' },
  { id: 'halden', parentId: 'projects', name: 'Halden', kind: 'mail' },
  { id: 'calendar', parentId: null, name: 'Calendar', kind: 'calendar' },
  { id: 'contacts', parentId: null, name: 'Contacts', kind: 'contacts' },
];

type StoredMessage = ParsedMessage & { uid: number; isRead: boolean; receivedAt: Date };
type DemoFolder = { nextUid: number; changes: number; messages: Map<number, StoredMessage> };

/** One mailbox of the demo back end, in memory. Its uids are given out anew after a restart: `validity` says so. */
export class DemoMailbox {
  private readonly folders = new Map<string, DemoFolder>();
  private readonly listeners = new Set<(folderId: string) => void>();

  private constructor(
    readonly name: string,
    readonly displayName: string,
    private readonly validity: string,
  ) {
    for (const { id } of demoFolders) this.folders.set(id, { nextUid: 1, changes: 0, messages: new Map() });
  }

  /** A mailbox with the forty mails of `demo-letters`, written as of `now`. */
  static async create(name: string, now: Date): Promise<DemoMailbox> {
    const displayName = nameOf(name);
    const mailbox = new DemoMailbox(name, displayName, String(Math.floor(now.getTime() / 1000)));
    const oldestFirst = [...demoLetters].sort((a, b) => b.hoursAgo - a.hoursAgo);
    for (const letter of oldestFirst) {
      const receivedAt = new Date(now.getTime() - letter.hoursAgo * HOUR_MS);
      const raw = composeMessage(mailbox.addressed(letter, receivedAt));
      mailbox.store(letter.folder, { ...(await parseMessage(raw)), isRead: !letter.isUnread, receivedAt });
    }
    return mailbox;
  }

  /** Delivers into the Inbox and tells who watches. */
  async deliver(raw: Uint8Array, receivedAt: Date): Promise<number> {
    return this.store('inbox', { ...(await parseMessage(raw)), isRead: false, receivedAt });
  }

  setRead(folderId: string, uid: number, isRead: boolean): void {
    const message = this.folders.get(folderId)?.messages.get(uid);
    if (!message) return;
    message.isRead = isRead;
    this.changed(folderId);
  }

  remove(folderId: string, uid: number): void {
    if (this.folders.get(folderId)?.messages.delete(uid)) this.changed(folderId);
  }

  list(folderId: string, since: Date | undefined): FolderListing | null {
    const folder = this.folders.get(folderId);
    if (!folder) return null;
    const messages = [...folder.messages.values()].filter(({ receivedAt }) => !since || receivedAt >= since);
    return {
      validity: this.validity,
      token: this.token(folder),
      messages: messages.map(({ uid, isRead }) => ({ uid, isRead })),
    };
  }

  fetch(folderId: string, uids: readonly number[], bodyLimitBytes: number): Message[] {
    const stored = this.folders.get(folderId)?.messages;
    return uids.flatMap((uid) => {
      const message = stored?.get(uid);
      return message ? [{ ...message, body: shortenBody(message.body, bodyLimitBytes) }] : [];
    });
  }

  tokens(folderIds: readonly string[]): Map<string, string> {
    const known = folderIds.flatMap((id): [string, string][] => {
      const folder = this.folders.get(id);
      return folder ? [[id, this.token(folder)]] : [];
    });
    return new Map(known);
  }

  onChange(listener: (folderId: string) => void, signal: AbortSignal): void {
    this.listeners.add(listener);
    signal.addEventListener('abort', () => this.listeners.delete(listener), { once: true });
  }

  private token(folder: DemoFolder): string {
    return `${this.validity}.${folder.changes}`;
  }

  private store(folderId: string, message: Omit<StoredMessage, 'uid'>): number {
    const folder = this.folders.get(folderId);
    if (!folder) throw new Error(`No folder ${folderId}`);
    const uid = folder.nextUid;
    folder.nextUid += 1;
    folder.messages.set(uid, { ...message, uid });
    const oldest = folder.messages.size > MESSAGE_LIMIT ? folder.messages.keys().next().value : undefined;
    if (oldest !== undefined) folder.messages.delete(oldest);
    this.changed(folderId);
    return uid;
  }

  private changed(folderId: string): void {
    const folder = this.folders.get(folderId);
    if (folder) folder.changes += 1;
    for (const listener of this.listeners) listener(folderId);
  }

  private addressed(letter: DemoLetter, date: Date) {
    const me = { name: this.displayName, address: this.name.includes('@') ? this.name : `${this.name}@demo.example` };
    const [name, address] = letter.who;
    const other = { name, address };
    const isWritten = letter.folder === 'sent' || letter.folder === 'drafts';
    const fill = (text: string) =>
      text.replaceAll('{first}', this.displayName.split(' ')[0] ?? this.name).replaceAll('{me}', me.address);
    return {
      ...letter,
      from: isWritten ? me : other,
      to: [isWritten ? other : me],
      subject: fill(letter.subject),
      text: fill(letter.text),
      date,
      messageId: `${letter.folder}.${letter.hoursAgo}.${letter.subject.length}@demo.example`,
    };
  }
}

/** `anna.schmidt@example.com` → `Anna Schmidt`. */
function nameOf(mailbox: string): string {
  const words = (mailbox.split('@')[0] ?? mailbox).split(/[._-]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || mailbox;
}
