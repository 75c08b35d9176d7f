import { setTimeout as delay } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import type { ImapFolder } from './folders';
import { folderStatus, type FolderStatus } from './list-messages';
import { hearOtherFolders } from './notify';
import { type FolderChange, FolderProblem, type WatchHandlers } from '@/engine/backends/contract';

// Implementation notes
// - One connection a mailbox. The Inbox is watched by IDLE, which watches one folder only. Of the others the server tells
//   by NOTIFY where it can (RFC 5465); elsewhere those that somebody waits for are asked by STATUS every minute over the
//   same connection. With NOTIFY they are asked too, far less often.
// - Where each folder stood at the last look is kept: after a lost connection, whatever changed meanwhile is reported.
// - The watch ends for good when the server comes to refuse the password; until then it reconnects with growing pauses.

const timing = { pollMs: 60_000, pollWithNotifyMs: 15 * 60_000, firstRetryMs: 1_000, longestRetryMs: 60_000 };
/** Folders asked in one look; with more, the others have their turn at the next. */
const LOOK_LIMIT = 50;

export type WatchOptions = WatchHandlers & {
  readonly signal: AbortSignal;
  readonly watched: () => ReadonlySet<string>;
  /** A new connection, or null if name or password are refused. */
  readonly connect: () => Promise<ImapFlow | null>;
  readonly folders: (client: ImapFlow) => Promise<readonly ImapFolder[]>;
  /** Other pauses than the usual ones. */
  readonly timing?: Partial<typeof timing>;
};

/**
 * Watches until the signal is aborted.
 *
 * @returns once the Inbox is open: whatever happens afterwards is reported
 */
export async function watchMailbox(options: WatchOptions): Promise<void> {
  const watch = new MailboxWatch(options);
  const client = await watch.open();
  if (!client) {
    options.onEnd();
    return;
  }
  void watch.run(client);
}

class MailboxWatch {
  private readonly last = new Map<string, FolderStatus>();
  private readonly looks = new Map<string, number>();
  private readonly timing: typeof timing;
  private hasNotify = false;

  constructor(private readonly options: WatchOptions) {
    this.timing = { ...timing, ...options.timing };
  }

  async open(): Promise<ImapFlow | null> {
    const client = await this.options.connect();
    if (!client) return null;
    const { signal } = this.options;
    const abort = () => client.close();
    signal.addEventListener('abort', abort, { once: true });
    client.once('close', () => signal.removeEventListener('abort', abort));
    try {
      const inbox = (await this.options.folders(client)).find(({ kind }) => kind === 'inbox');
      if (!inbox) throw new Error('There is no Inbox');
      await client.mailboxOpen(inbox.path, { readOnly: true });
      const heard = (hasArrivals: boolean) => this.report([{ folderId: inbox.id, hasArrivals }]);
      client.on('exists', ({ count, prevCount }) => heard(count > prevCount));
      client.on('expunge', () => heard(false));
      client.on('flags', () => heard(false));
      this.hasNotify = await hearOtherFolders(client, (path) => void this.lookAt(client, path));
      await this.look(client);
      return client;
    } catch (error) {
      client.close();
      throw error;
    }
  }

  async run(first: ImapFlow): Promise<void> {
    const { signal, onEnd } = this.options;
    let client: ImapFlow | null = first;
    while (client && !signal.aborted) {
      await this.pollUntilClosed(client);
      client = await this.reopen();
    }
    if (!signal.aborted) onEnd();
  }

  private async pollUntilClosed(client: ImapFlow): Promise<void> {
    const closed = new AbortController();
    client.once('close', () => closed.abort());
    while (client.usable && !closed.signal.aborted) {
      const pauseMs = this.hasNotify ? this.timing.pollWithNotifyMs : this.timing.pollMs;
      const jitteredMs = pauseMs * (0.9 + Math.random() * 0.2);
      const isDue = await delay(jitteredMs, true, { signal: closed.signal, ref: false }).catch(() => false);
      if (!isDue) return;
      await this.look(client).catch(() => client.close());
    }
  }

  /** Null: the password is refused, or nobody watches any more. */
  private async reopen(): Promise<ImapFlow | null> {
    const { signal } = this.options;
    const { firstRetryMs, longestRetryMs } = this.timing;
    for (let pauseMs = firstRetryMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, longestRetryMs)) {
      // Full jitter: after a restart of the mail server, watches must not come back in step.
      await delay(Math.random() * pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return null;
      const opened = await this.open().catch(() => 'failed' as const);
      if (opened !== 'failed') return opened;
    }
    return null;
  }

  /** Reports every watched folder that does not stand where it did at the last look. */
  private async look(client: ImapFlow): Promise<void> {
    const wanted = this.options.watched();
    const folders = (await this.options.folders(client)).filter(({ id, kind }) => kind === 'inbox' || wanted.has(id));
    const due = folders.toSorted((a, b) => this.lookedAt(a.id) - this.lookedAt(b.id)).slice(0, LOOK_LIMIT);
    for (const folder of due) await this.compare(client, folder);
    const known = new Set(folders.map(({ id }) => id));
    for (const id of this.last.keys()) if (!known.has(id)) this.forget(id);
  }

  /** The server says that something happened in a folder. */
  private async lookAt(client: ImapFlow, path: string): Promise<void> {
    try {
      const folder = (await this.options.folders(client)).find((candidate) => candidate.path === path);
      if (!folder || !this.options.watched().has(folder.id)) return;
      if (this.last.has(folder.id)) await this.compare(client, folder);
      else this.report([{ folderId: folder.id, hasArrivals: false }]);
    } catch {
      client.close(); // the next look, over a new connection, finds it
    }
  }

  private async compare(client: ImapFlow, { id, path }: ImapFolder): Promise<void> {
    const before = this.last.get(id);
    const status = await folderStatus(client, path).catch((error: unknown) => {
      if (error instanceof FolderProblem) return null; // deleted a moment ago
      throw error;
    });
    if (status) this.remember(id, status);
    else this.forget(id);
    if (before && status && before.token !== status.token) {
      this.report([{ folderId: id, hasArrivals: status.uidNext > before.uidNext }]);
    }
  }

  private lookedAt(id: string): number {
    return this.looks.get(id) ?? 0;
  }

  private remember(id: string, status: FolderStatus): void {
    this.last.set(id, status);
    this.looks.set(id, performance.now());
  }

  private forget(id: string): void {
    this.last.delete(id);
    this.looks.delete(id);
  }

  private report(changes: readonly FolderChange[]): void {
    if (changes.length > 0 && !this.options.signal.aborted) this.options.onChange(changes);
  }
}
