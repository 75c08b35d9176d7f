import type { ImapFlow } from 'imapflow';
import { appendMessage } from './append-message';
import { createImapFolder, deleteImapFolder, isInside, pathAt, renameImapFolder } from './change-folders';
import type { ConnectionOptions } from './connection';
import { ConnectionPool } from './connection-pool';
import { fetchHeads } from './fetch-heads';
import { fetchPart } from './fetch-part';
import { fetchTexts } from './fetch-texts';
import { FolderDirectory } from './folder-directory';
import type { ImapFolder } from './folders';
import { GuardedConnector } from './guarded-connector';
import { thoroughStatus } from './list-messages';
import { ListingCache } from './listing-cache';
import { markMessages } from './mark-messages';
import { moveMessages } from './move-messages';
import { removeMessages } from './remove-messages';
import { searchFolder } from './search-folder';
import { resolveUserName } from '@/engine/backends/user-name';
import { watchMailbox } from './watch';
import { type AutoReply, AutoReplyRefused } from '@/engine/backends/auto-reply';
import {
  type Account,
  type Credentials,
  type Folder,
  FolderProblem,
  type FolderQuery,
  type FoundMessage,
  type ListOptions,
  type MailBackend,
  type MailSearch,
  type MarkChange,
  type MessageHead,
  type MessageText,
  type NewMessage,
  type OutgoingMessage,
  type TextWish,
  type WatchHandlers,
} from '@/engine/backends/contract';
import type { FolderRegistry } from '@/engine/backends/folder-registry';
import type { ConnectionLimits } from '@/engine/backends/connection-slots';
import type { AutomaticReplies } from '@/engine/backends/managesieve/automatic-replies';
import type { MailSender } from '@/engine/backends/smtp/mail-sender';

/** Watches look every minute: they do not list all folders each time. */
const WATCH_FOLDERS_MAX_AGE_MS = 15 * 60_000;
/** Folders that one search looks through. */
const SEARCH_FOLDER_LIMIT = 500;

export type ImapBackendOptions = ConnectionOptions & {
  readonly sender: Pick<MailSender, 'send'>;
  readonly registry: FolderRegistry;
  /** Absent: the mail system has none. */
  readonly automaticReplies?: Pick<AutomaticReplies, 'find' | 'set'>;
  readonly limits?: ConnectionLimits;
};

/** Mail over IMAP4rev1 and SMTP, for any server. Passwords are verified by LOGIN and kept only in open connections. */
export class ImapBackend implements MailBackend {
  private readonly pool: ConnectionPool;
  private readonly connector: GuardedConnector;
  private readonly folders: FolderDirectory;
  private readonly listings = new ListingCache();

  constructor(private readonly options: ImapBackendOptions) {
    this.connector = new GuardedConnector(options);
    this.pool = new ConnectionPool(options, options.limits ?? { perMailbox: 3, total: 500 }, this.connector);
    this.folders = new FolderDirectory(options.registry);
  }

  async authenticate(credentials: Credentials, signal: AbortSignal): Promise<Account | null> {
    const name = resolveUserName(credentials.username, this.options.server);
    if (!name || !(await this.pool.verify(credentials, signal))) return null;
    const { mailbox, address } = name;
    return { mailbox, address, displayName: null, credentials };
  }

  async listFolders(account: Account, signal: AbortSignal): Promise<Folder[]> {
    const list = await this.use(account, signal, (client) => this.folders.refresh(account.mailbox, client));
    return list.map(toFolder);
  }

  async listMessages({ account, folderId, since }: FolderQuery<ListOptions>, signal: AbortSignal) {
    return this.read({ account, folderId }, signal, (client, { path }) =>
      this.listings.list(client, { mailbox: account.mailbox, path }, since),
    );
  }

  async fetchHeads(query: FolderQuery<{ uids: readonly number[] }>, signal: AbortSignal): Promise<MessageHead[]> {
    return (await this.read(query, signal, (client, { path }) => fetchHeads(client, path, query.uids))) ?? [];
  }

  async fetchTexts(query: FolderQuery<{ wishes: readonly TextWish[] }>, signal: AbortSignal) {
    const texts = await this.read(query, signal, (client, { path }) => fetchTexts(client, path, query.wishes));
    return texts ?? new Map<string, MessageText>();
  }

  async fetchPart(query: FolderQuery<{ uid: number; path: string; limitBytes: number }>, signal: AbortSignal) {
    return this.read(query, signal, (client, { path }) => fetchPart(client, path, query));
  }

  async append(query: FolderQuery<NewMessage>, signal: AbortSignal): Promise<number> {
    return this.change(query, signal, (client, { path }) => appendMessage(client, path, query));
  }

  async mark(query: FolderQuery<{ uids: readonly number[]; change: MarkChange }>, signal: AbortSignal): Promise<void> {
    await this.change(query, signal, (client, { path }) => markMessages(client, path, query));
  }

  async move(query: FolderQuery<{ uids: readonly number[]; targetId: string }>, signal: AbortSignal) {
    return this.change(query, signal, async (client, { path }, find) => {
      const target = await find(query.targetId);
      if (!target) throw new FolderProblem('target_missing');
      return moveMessages(client, { from: path, to: target.path }, query.uids);
    });
  }

  async remove(query: FolderQuery<{ uids: readonly number[] | 'all' }>, signal: AbortSignal): Promise<void> {
    await this.change(query, signal, (client, { path }) => removeMessages(client, path, query.uids));
  }

  async createFolder(account: Account, place: { name: string; parentId: string | null }, signal: AbortSignal) {
    return this.use(account, signal, async (client) => {
      const path = pathAt(client, await this.folders.refresh(account.mailbox, client), place);
      await createImapFolder(client, path);
      const made = (await this.folders.refresh(account.mailbox, client)).find((folder) => folder.path === path);
      if (!made) throw new FolderProblem('refused');
      return toFolder(made);
    });
  }

  async changeFolder(query: FolderQuery<{ name: string; parentId: string | null }>, signal: AbortSignal) {
    const { mailbox } = query.account;
    await this.use(query.account, signal, async (client) => {
      const folders = await this.folders.refresh(mailbox, client);
      const folder = ordinaryFolder(folders, query.folderId);
      const target = folders.find(({ id }) => id === query.parentId);
      if (target && (target === folder || isInside(target.path, folder))) throw new FolderProblem('refused');
      const others = folders.filter((candidate) => candidate !== folder);
      const path = pathAt(client, others, query);
      if (path === folder.path) return;
      await renameImapFolder(client, { from: folder, to: path, folders });
      this.folders.forget(mailbox);
      const { registry } = this.options;
      await registry.rename(mailbox, { from: folder.path, to: path, delimiter: folder.delimiter });
    });
  }

  async deleteFolder({ account, folderId }: FolderQuery<unknown>, signal: AbortSignal): Promise<void> {
    await this.use(account, signal, async (client) => {
      const folders = await this.folders.refresh(account.mailbox, client);
      const folder = ordinaryFolder(folders, folderId);
      if (folders.some(({ path, kind }) => kind !== 'mail' && isInside(path, folder)))
        throw new FolderProblem('refused');
      await deleteImapFolder(client, folder);
      await this.folders.refresh(account.mailbox, client);
    });
  }

  async search(
    query: { account: Account; folderIds: readonly string[] | null; search: MailSearch; limit: number },
    signal: AbortSignal,
  ): Promise<FoundMessage[]> {
    const { account, folderIds, search, limit } = query;
    return this.use(account, signal, async (client) => {
      const all = await this.folders.current(account.mailbox, client);
      const wanted = folderIds === null ? all : all.filter(({ id }) => folderIds.includes(id));
      const found: FoundMessage[] = [];
      for (const { id: folderId, path } of wanted.slice(0, SEARCH_FOLDER_LIMIT)) {
        const inFolder = await orIfMissing(searchFolder(client, path, { search, limit }), []);
        found.push(...inFolder.map((message) => ({ folderId, ...message })));
      }
      return found.toSorted((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime()).slice(0, limit);
    });
  }

  async send(account: Account, message: OutgoingMessage, signal: AbortSignal): Promise<void> {
    await this.options.sender.send(account, message, signal);
  }

  async findAutoReply(account: Account, signal: AbortSignal): Promise<AutoReply | null> {
    return (await this.options.automaticReplies?.find(account, signal)) ?? null;
  }

  async setAutoReply(account: Account, reply: AutoReply, signal: AbortSignal): Promise<void> {
    const { automaticReplies } = this.options;
    if (!automaticReplies) throw new AutoReplyRefused('unsupported');
    await automaticReplies.set(account, reply, signal);
  }

  async folderTokens(account: Account, folderIds: readonly string[], signal: AbortSignal) {
    return this.use(account, signal, async (client) => {
      const tokens = new Map<string, string>();
      for (const id of folderIds) {
        const folder = await this.folders.find(account.mailbox, client, id);
        const status = folder && (await orIfMissing(thoroughStatus(client, folder.path), null));
        if (status) tokens.set(id, status.token);
      }
      return tokens;
    });
  }

  async watch(
    account: Account,
    watched: () => ReadonlySet<string>,
    options: WatchHandlers & { signal: AbortSignal },
  ): Promise<void> {
    const { signal } = options;
    const connect = () =>
      this.connector.connect(account.credentials, {
        autoIdleDelay: 50,
        maxIdleTime: 240_000,
        socketTimeout: 300_000,
        signal,
      });
    // A phone asks for no folder that it was not told of, and it was told from a list that is known since.
    const folders = (client: ImapFlow) => this.folders.current(account.mailbox, client, WATCH_FOLDERS_MAX_AGE_MS);
    await watchMailbox({ ...options, watched, connect, folders });
  }

  async close(): Promise<void> {
    this.folders.clear();
    this.listings.clear();
    await this.pool.close();
  }

  /** A command that fails may have met a folder that is gone: the next one looks at the folders anew. */
  private async use<Result>(account: Account, signal: AbortSignal, run: (client: ImapFlow) => Promise<Result>) {
    try {
      return await this.pool.use(account.credentials, signal, run);
    } catch (error) {
      this.folders.forget(account.mailbox);
      throw error;
    }
  }

  /** Null: there is no such folder. */
  private async read<Result>(
    { account, folderId }: FolderQuery<unknown>,
    signal: AbortSignal,
    run: (client: ImapFlow, folder: ImapFolder) => Promise<Result>,
  ): Promise<Result | null> {
    return this.use(account, signal, async (client) => {
      const folder = await this.folders.find(account.mailbox, client, folderId);
      return folder && (await orIfMissing(run(client, folder), null));
    });
  }

  /** @throws FolderProblem `missing` */
  private async change<Result>(
    { account, folderId }: FolderQuery<unknown>,
    signal: AbortSignal,
    run: (
      client: ImapFlow,
      folder: ImapFolder,
      find: (folderId: string) => Promise<ImapFolder | null>,
    ) => Promise<Result>,
  ): Promise<Result> {
    return this.use(account, signal, async (client) => {
      const find = (id: string) => this.folders.find(account.mailbox, client, id);
      const folder = await find(folderId);
      if (!folder) throw new FolderProblem('missing');
      return run(client, folder, find);
    });
  }
}

function toFolder({ id, parentId, name, kind }: ImapFolder): Folder {
  return { id, parentId, name, kind };
}

function ordinaryFolder(folders: readonly ImapFolder[], folderId: string): ImapFolder {
  const folder = folders.find(({ id }) => id === folderId);
  if (!folder) throw new FolderProblem('missing');
  if (folder.kind !== 'mail') throw new FolderProblem('refused');
  return folder;
}

async function orIfMissing<Result, Otherwise>(
  reading: Promise<Result>,
  otherwise: Otherwise,
): Promise<Result | Otherwise> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof FolderProblem && error.code === 'missing') return otherwise;
    throw error;
  }
}
