import type { ImapFlow } from 'imapflow';
import { type ImapFolder, listImapFolders, withIds } from './folders';
import type { FolderRegistry } from '@/engine/backends/folder-registry';

/** How long a folder list serves to find the path of a folder id. */
const MAX_AGE_MS = 60_000;
const MAILBOX_LIMIT = 10_000;

type Known = { readonly folders: readonly ImapFolder[]; readonly version: string; readonly at: number };

/** Which folder has which id, as listed last. */
export class FolderDirectory {
  private readonly known = new Map<string, Known>();

  constructor(private readonly registry: FolderRegistry) {}

  /** Asks the server, and tells the registry. */
  async refresh(mailbox: string, client: ImapFlow): Promise<readonly ImapFolder[]> {
    // Not younger than what is known under it: a folder that is renamed meanwhile is then looked for anew.
    const [version, listed] = await Promise.all([this.registry.version(mailbox), listImapFolders(client)]);
    const registered = await this.registry.reconcile(mailbox, listed);
    const folders = withIds(listed, registered);
    this.known.delete(mailbox);
    this.known.set(mailbox, { folders, version, at: performance.now() });
    const oldest = this.known.size > MAILBOX_LIMIT ? this.known.keys().next().value : undefined;
    if (oldest !== undefined) this.known.delete(oldest);
    return folders;
  }

  /** As listed a moment ago, unless an id has come to mean another folder since, by whatever front end. */
  async current(mailbox: string, client: ImapFlow, maxAgeMs = MAX_AGE_MS): Promise<readonly ImapFolder[]> {
    const known = this.known.get(mailbox);
    const isFresh = known && performance.now() - known.at < maxAgeMs;
    if (isFresh && (await this.registry.version(mailbox)) === known.version) return known.folders;
    return this.refresh(mailbox, client);
  }

  /** Null: there is no such folder. One that is not known yet is looked for at the server. */
  async find(mailbox: string, client: ImapFlow, folderId: string): Promise<ImapFolder | null> {
    const find = (folders: readonly ImapFolder[]) => folders.find(({ id }) => id === folderId) ?? null;
    return find(await this.current(mailbox, client)) ?? find(await this.refresh(mailbox, client));
  }

  forget(mailbox: string): void {
    this.known.delete(mailbox);
  }

  clear(): void {
    this.known.clear();
  }
}
