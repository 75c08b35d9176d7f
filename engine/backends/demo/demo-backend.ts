import { createHash, timingSafeEqual } from 'node:crypto';
import { DemoMailbox, demoFolders } from './demo-mailbox';
import type {
  Account,
  Credentials,
  FetchOptions,
  FolderQuery,
  ListOptions,
  MailBackend,
  WatchHandlers,
} from '@/engine/backends/contract';

/** The mailbox used longest ago is forgotten for a new one beyond this. */
const MAILBOX_LIMIT = 5000;

export type DemoOptions = { readonly password: string; readonly now: () => Date };

/**
 * A mail store in memory for demonstrations and tests: every mailbox name signs in with one password and finds forty
 * believable mails, made at its first sign-in and gone with the process.
 */
export class DemoBackend implements MailBackend {
  private readonly mailboxes = new Map<string, Promise<DemoMailbox>>();

  constructor(private readonly options: DemoOptions) {}

  async authenticate({ username, password }: Credentials): Promise<Account | null> {
    const name = canonicalName(username);
    if (name === null || !isSame(password, this.options.password)) return null;
    const { displayName } = await this.mailbox(name);
    return { mailbox: name, displayName, credentials: { username, password } };
  }

  async listFolders() {
    return demoFolders;
  }

  async listMessages({ account, folderId, since }: FolderQuery<ListOptions>) {
    return (await this.mailbox(account.mailbox)).list(folderId, since);
  }

  async fetchMessages({
    account,
    folderId,
    uids,
    bodyLimitBytes,
  }: FolderQuery<FetchOptions & { uids: readonly number[] }>) {
    return (await this.mailbox(account.mailbox)).fetch(folderId, uids, bodyLimitBytes);
  }

  async folderTokens(account: Account, folderIds: readonly string[]) {
    return (await this.mailbox(account.mailbox)).tokens(folderIds);
  }

  async watch(
    account: Account,
    _watched: () => ReadonlySet<string>,
    { onChange, signal }: WatchHandlers & { signal: AbortSignal },
  ) {
    (await this.mailbox(account.mailbox)).onChange((folderId) => onChange([folderId]), signal);
  }

  /**
   * Delivers an RFC 5322 message into the Inbox, making the mailbox if need be.
   *
   * @returns false if the name cannot be a mailbox
   */
  async deliver(mailbox: string, raw: Uint8Array): Promise<boolean> {
    const name = canonicalName(mailbox);
    if (name === null) return false;
    await (await this.mailbox(name)).deliver(raw, this.options.now());
    return true;
  }

  /** The mailbox itself, for what phones cannot do: read marks and deletions by another client. */
  mailbox(name: string): Promise<DemoMailbox> {
    const known = this.mailboxes.get(name) ?? DemoMailbox.create(name, this.options.now());
    this.mailboxes.delete(name);
    this.mailboxes.set(name, known); // the order of the map is the order of use
    const oldest = this.mailboxes.size > MAILBOX_LIMIT ? this.mailboxes.keys().next().value : undefined;
    if (oldest !== undefined) this.mailboxes.delete(oldest);
    return known;
  }

  async close(): Promise<void> {
    this.mailboxes.clear();
  }
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
