import type { ImapFlow } from 'imapflow';
import { openConnection } from './connection';
import { ConnectionPool } from './connection-pool';
import { type ImapFolder, listImapFolders } from './folders';
import type { ImapServer } from './imap-url';
import { fetchImapMessages, folderToken, listImapMessages } from './messages';
import { resolveUserName } from './user-name';
import { watchMailbox } from './watch';
import type {
  Account,
  Credentials,
  FetchOptions,
  Folder,
  FolderQuery,
  ListOptions,
  MailBackend,
  WatchHandlers,
} from '@/engine/backends/contract';

/** How long a folder list serves to find the path of a folder id. */
const FOLDERS_MAX_AGE_MS = 60_000;
const FOLDERS_LIMIT = 2000;

/** Mail over IMAP4rev1, for any server. Passwords are verified by LOGIN and kept only in open connections. */
export class ImapBackend implements MailBackend {
  private readonly pool: ConnectionPool;
  private readonly folders = new Map<string, { readonly list: ImapFolder[]; readonly at: number }>();

  constructor(private readonly server: ImapServer) {
    this.pool = new ConnectionPool(server);
  }

  async authenticate(credentials: Credentials, signal: AbortSignal): Promise<Account | null> {
    const name = resolveUserName(credentials.username, this.server);
    if (!name || !(await this.pool.verify(credentials, signal))) return null;
    return { mailbox: name.mailbox, displayName: null, credentials };
  }

  async listFolders(account: Account, signal: AbortSignal): Promise<Folder[]> {
    const list = await this.pool.use(account.credentials, signal, listImapFolders);
    this.remember(account, list);
    return list.map(({ id, parentId, name, kind }) => ({ id, parentId, name, kind }));
  }

  async listMessages({ account, folderId, since }: FolderQuery<ListOptions>, signal: AbortSignal) {
    const path = await this.path(account, folderId, signal);
    if (path === null) return null;
    return this.inFolder(account, signal, (client) => listImapMessages(client, path, since));
  }

  async fetchMessages(query: FolderQuery<FetchOptions & { uids: readonly number[] }>, signal: AbortSignal) {
    const path = await this.path(query.account, query.folderId, signal);
    if (path === null) return [];
    return this.inFolder(query.account, signal, (client) => fetchImapMessages(client, path, query));
  }

  async folderTokens(account: Account, folderIds: readonly string[], signal: AbortSignal) {
    const paths = new Map<string, string>();
    for (const id of folderIds) {
      const path = await this.path(account, id, signal);
      if (path !== null) paths.set(id, path);
    }
    return this.inFolder(account, signal, async (client) => {
      const tokens = new Map<string, string>();
      for (const [id, path] of paths) tokens.set(id, await folderToken(client, path));
      return tokens;
    });
  }

  async watch(
    account: Account,
    watched: () => ReadonlySet<string>,
    options: WatchHandlers & { signal: AbortSignal },
  ): Promise<void> {
    const name = resolveUserName(account.credentials.username, this.server);
    const login = { user: name?.login ?? '', password: account.credentials.password };
    const connect = () =>
      openConnection(this.server, login, { autoIdleDelay: 50, maxIdleTime: 240_000, signal: options.signal });
    await watchMailbox({ ...options, watched, connect });
  }

  close(): Promise<void> {
    this.folders.clear();
    return this.pool.close();
  }

  /** A command that fails may have met a folder that is gone: the next one looks at the folders anew. */
  private async inFolder<Result>(account: Account, signal: AbortSignal, run: (client: ImapFlow) => Promise<Result>) {
    try {
      return await this.pool.use(account.credentials, signal, run);
    } catch (error) {
      this.folders.delete(account.mailbox);
      throw error;
    }
  }

  /** Null: there is no such folder. A known path may be a minute old. */
  private async path(account: Account, folderId: string, signal: AbortSignal): Promise<string | null> {
    const find = (list: readonly ImapFolder[] | undefined) => list?.find(({ id }) => id === folderId)?.path ?? null;
    const known = this.folders.get(account.mailbox);
    const path = known && Date.now() - known.at < FOLDERS_MAX_AGE_MS ? find(known.list) : null;
    if (path !== null) return path;
    const list = await this.pool.use(account.credentials, signal, listImapFolders);
    this.remember(account, list);
    return find(list);
  }

  private remember(account: Account, list: ImapFolder[]): void {
    this.folders.delete(account.mailbox);
    this.folders.set(account.mailbox, { list, at: Date.now() });
    const oldest = this.folders.size > FOLDERS_LIMIT ? this.folders.keys().next().value : undefined;
    if (oldest !== undefined) this.folders.delete(oldest);
  }
}
