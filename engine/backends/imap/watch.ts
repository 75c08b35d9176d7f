import { setTimeout as delay } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import { folderId, listImapFolders } from './folders';
import { folderToken } from './messages';
import type { WatchHandlers } from '@/engine/backends/contract';

// Implementation notes
// - One connection a mailbox. The Inbox is watched by IDLE; other folders that somebody waits for are asked by STATUS
//   every POLL_MS over the same connection, since IDLE watches one folder only.
// - Tokens of the last look are kept: after a lost connection, whatever changed meanwhile is reported.
// - The watch ends for good when the server comes to refuse the password; until then it reconnects with growing pauses.

const POLL_MS = 60_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

export type WatchOptions = WatchHandlers & {
  readonly signal: AbortSignal;
  readonly watched: () => ReadonlySet<string>;
  /** A new connection, or null if name or password are refused. */
  readonly connect: () => Promise<ImapFlow | null>;
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
  private tokens = new Map<string, string>();

  constructor(private readonly options: WatchOptions) {}

  async open(): Promise<ImapFlow | null> {
    const client = await this.options.connect();
    if (!client) return null;
    const inbox = [folderId('INBOX')];
    const report = () => !this.options.signal.aborted && this.options.onChange(inbox);
    client.on('exists', report);
    client.on('expunge', report);
    client.on('flags', report);
    const { signal } = this.options;
    const abort = () => client.close();
    signal.addEventListener('abort', abort, { once: true });
    client.once('close', () => signal.removeEventListener('abort', abort));
    try {
      await client.mailboxOpen('INBOX', { readOnly: true });
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
      const isDue = await delay(POLL_MS, true, { signal: closed.signal, ref: false }).catch(() => false);
      if (!isDue) return;
      await this.look(client).catch(() => client.close());
    }
  }

  /** Null: the password is refused, or nobody watches any more. */
  private async reopen(): Promise<ImapFlow | null> {
    const { signal } = this.options;
    for (let pauseMs = FIRST_RETRY_MS; !signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_RETRY_MS)) {
      // Full jitter: after a restart of the mail server, watches must not come back in step.
      await delay(Math.random() * pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return null;
      const opened = await this.open().catch(() => 'failed' as const);
      if (opened !== 'failed') return opened;
    }
    return null;
  }

  /** Reports every watched folder whose token is not that of the last look. */
  private async look(client: ImapFlow): Promise<void> {
    const wanted = new Set([...this.options.watched(), folderId('INBOX')]);
    const folders = (await listImapFolders(client)).filter(({ id }) => wanted.has(id));
    const changed: string[] = [];
    const seen = new Map<string, string>();
    for (const { id, path } of folders) {
      const token = await folderToken(client, path);
      const before = this.tokens.get(id);
      if (before !== undefined && before !== token) changed.push(id);
      seen.set(id, token);
    }
    this.tokens = seen;
    if (changed.length > 0 && !this.options.signal.aborted) this.options.onChange(changed);
  }
}
