import { createHmac, randomBytes } from 'node:crypto';
import type { ImapFlow } from 'imapflow';
import { type ConnectionOptions, unavailable } from './connection';
import { type ConnectionLimits, ConnectionSlots } from '@/engine/backends/connection-slots';
import { GuardedConnector } from './guarded-connector';
import { resolveUserName } from '@/engine/backends/user-name';
import { BackendUnavailable, type Credentials, FolderProblem } from '@/engine/backends/contract';

// Implementation notes
// - Connections are kept per name *and* password, so that nobody gets a connection without the password that opened it.
// - A phone sends several requests in a row: an idle connection waits IDLE_MS for the next one, no longer.
// - A connection is used by one request at a time. One that failed or was aborted is closed, never given back. A refusal
//   by the server is no failure of the connection.
// - Who waits in line for a connection of the same login gets the very one that another request has finished with.
// - A mailbox has few connections and all of them together have a limit; who finds none waits in line. A slot is taken
//   before a connection is opened and given back when it is closed: idle connections hold one, and lose it to whoever waits.

const IDLE_MS = 30_000;

type Heir = (client: ImapFlow) => void;
type Idle = { readonly client: ImapFlow; readonly mailbox: string; readonly timer: NodeJS.Timeout };

export class ConnectionPool {
  private readonly idle = new Map<string, Idle[]>();
  private readonly heirs = new Map<string, Heir[]>();
  private readonly key = randomBytes(32);
  private readonly slots: ConnectionSlots;
  private readonly connector: GuardedConnector;
  private isClosed = false;

  constructor(
    private readonly options: ConnectionOptions,
    limits: ConnectionLimits,
    connector?: GuardedConnector,
  ) {
    this.connector = connector ?? new GuardedConnector(options);
    this.slots = new ConnectionSlots(limits, (mailbox) => this.dropIdle(mailbox));
  }

  /**
   * Signs in with a connection of its own, which the next request may use. It needs no slot until the password has proved
   * good: nobody who reads mail waits for somebody who guesses. The caller bounds how many are verified at a time.
   *
   * @returns false if the server refuses name or password
   * @throws BackendUnavailable
   */
  async verify(credentials: Credentials, signal: AbortSignal): Promise<boolean> {
    const mailbox = this.mailboxOf(credentials);
    if (mailbox === null || credentials.password === '') return false;
    const client = await this.connect(credentials, signal);
    if (!client) return false;
    if (this.slots.takeIfFree(mailbox)) this.release(credentials, client);
    else client.logout().catch(() => client.close());
    return true;
  }

  /**
   * Runs commands over a connection of this user.
   *
   * @throws BackendUnavailable also if the server has meanwhile come to refuse the password; FolderProblem as thrown by `run`
   */
  async use<Result>(
    credentials: Credentials,
    signal: AbortSignal,
    run: (client: ImapFlow) => Promise<Result>,
  ): Promise<Result> {
    signal.throwIfAborted();
    const client = this.take(credentials) ?? (await this.inheritOrOpen(credentials, signal));
    if (!client) throw new BackendUnavailable('The mail server refuses a password that it took before');
    const abort = () => client.close();
    signal.addEventListener('abort', abort, { once: true });
    try {
      const result = await run(client);
      this.release(credentials, client);
      return result;
    } catch (error) {
      if (error instanceof FolderProblem) this.release(credentials, client);
      else this.discard(credentials, client);
      signal.throwIfAborted();
      throw unavailable(error);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** How many connections are open. */
  get size(): number {
    return this.slots.taken;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const { client, timer } of [...this.idle.values()].flat()) {
      clearTimeout(timer);
      client.close();
    }
    this.idle.clear();
  }

  private connect(credentials: Credentials, signal: AbortSignal): Promise<ImapFlow | null> {
    return this.connector.connect(credentials, { disableAutoIdle: true, signal });
  }

  private async openInSlot(credentials: Credentials, mailbox: string, signal: AbortSignal): Promise<ImapFlow | null> {
    try {
      const client = await this.connect(credentials, signal);
      if (!client) this.slots.release(mailbox);
      return client;
    } catch (error) {
      this.slots.release(mailbox);
      throw error;
    }
  }

  /** Whichever comes first: a slot for a connection of its own, or one of the same login that has become free. */
  private async inheritOrOpen(credentials: Credentials, signal: AbortSignal): Promise<ImapFlow | null> {
    const mailbox = this.mailboxOf(credentials);
    if (mailbox === null || credentials.password === '') return null;
    const enough = new AbortController();
    const key = this.keyOf(credentials);
    const gift: { client: ImapFlow | null } = { client: null };
    let heir: Heir = () => undefined;
    const inherited = new Promise<void>((resolve) => {
      heir = (client) => {
        gift.client = client;
        resolve();
      };
    });
    this.heirs.set(key, [...(this.heirs.get(key) ?? []), heir]);
    let hasSlot = false;
    const slot = this.slots.acquire(mailbox, AbortSignal.any([signal, enough.signal])).then(() => {
      if (enough.signal.aborted) this.slots.release(mailbox);
      else hasSlot = true;
    });
    try {
      await Promise.race([inherited, slot]);
    } catch (error) {
      if (gift.client) this.release(credentials, gift.client);
      throw error;
    } finally {
      this.disinherit(key, heir);
    }
    if (!gift.client) return this.openInSlot(credentials, mailbox, signal);
    // Both in the same moment: one is enough.
    if (hasSlot) this.slots.release(mailbox);
    else enough.abort();
    slot.catch(() => undefined);
    return gift.client;
  }

  private disinherit(key: string, heir: Heir): void {
    const rest = (this.heirs.get(key) ?? []).filter((candidate) => candidate !== heir);
    if (rest.length > 0) this.heirs.set(key, rest);
    else this.heirs.delete(key);
  }

  private take(credentials: Credentials): ImapFlow | undefined {
    const key = this.keyOf(credentials);
    const waiting = this.idle.get(key);
    for (let entry = waiting?.pop(); entry; entry = waiting?.pop()) {
      clearTimeout(entry.timer);
      if (waiting?.length === 0) this.idle.delete(key);
      if (entry.client.usable) return entry.client;
      entry.client.close();
      this.slots.release(entry.mailbox);
    }
    return undefined;
  }

  private release(credentials: Credentials, client: ImapFlow): void {
    const mailbox = this.mailboxOf(credentials) ?? '';
    const key = this.keyOf(credentials);
    const [heir] = this.heirs.get(key) ?? [];
    if (!this.isClosed && client.usable && heir && this.slots.isNextFor(mailbox)) {
      this.disinherit(key, heir);
      heir(client);
      return;
    }
    if (this.isClosed || !client.usable || this.slots.isWantedFor(mailbox)) {
      this.discard(credentials, client);
      return;
    }
    const timer = setTimeout(() => this.dropOne(key, client), IDLE_MS);
    timer.unref();
    this.idle.set(key, [...(this.idle.get(key) ?? []), { client, mailbox, timer }]);
  }

  private discard(credentials: Credentials, client: ImapFlow): void {
    client.close();
    this.slots.release(this.mailboxOf(credentials) ?? '');
  }

  /** Gives up an idle connection, of this mailbox if one is named. @returns false if there is none */
  private dropIdle(mailbox: string | null): boolean {
    for (const [key, waiting] of this.idle) {
      const entry = waiting.find((candidate) => mailbox === null || candidate.mailbox === mailbox);
      if (!entry) continue;
      this.dropOne(key, entry.client);
      return true;
    }
    return false;
  }

  private dropOne(key: string, client: ImapFlow): void {
    const waiting = this.idle.get(key) ?? [];
    const entry = waiting.find((candidate) => candidate.client === client);
    if (!entry) return;
    clearTimeout(entry.timer);
    const rest = waiting.filter((candidate) => candidate !== entry);
    if (rest.length > 0) this.idle.set(key, rest);
    else this.idle.delete(key);
    client.logout().catch(() => client.close());
    this.slots.release(entry.mailbox);
  }

  private mailboxOf({ username }: Credentials): string | null {
    return resolveUserName(username, this.options.server)?.mailbox ?? null;
  }

  private keyOf({ username, password }: Credentials): string {
    return createHmac('sha256', this.key).update(username).update('\0').update(password).digest('base64');
  }
}
