import { createHmac, randomBytes } from 'node:crypto';
import type { ImapFlow } from 'imapflow';
import { openConnection, unavailable } from './connection';
import type { ImapServer } from './imap-url';
import { resolveUserName } from './user-name';
import { BackendUnavailable, type Credentials } from '@/engine/backends/contract';

// Implementation notes
// - Connections are kept per name *and* password, so that nobody gets a connection without the password that opened it.
// - A phone sends several requests in a row: an idle connection waits IDLE_MS for the next one, no longer.
// - A connection is used by one request at a time. One that failed or was aborted is closed, never given back.

const IDLE_MS = 30_000;
const IDLE_PER_LOGIN = 2;
const IDLE_TOTAL = 1000;

type Idle = { readonly client: ImapFlow; readonly timer: NodeJS.Timeout };

export class ConnectionPool {
  private readonly idle = new Map<string, Idle[]>();
  private readonly key = randomBytes(32);
  private idleCount = 0;
  private isClosed = false;

  constructor(private readonly server: ImapServer) {}

  /**
   * Signs in with a connection of its own, which the next request may use.
   *
   * @returns false if the server refuses name or password
   * @throws BackendUnavailable
   */
  async verify(credentials: Credentials, signal: AbortSignal): Promise<boolean> {
    const client = await this.open(credentials, signal);
    if (!client) return false;
    this.release(this.keyOf(credentials), client);
    return true;
  }

  /**
   * Runs commands over a connection of this user.
   *
   * @throws BackendUnavailable also if the server has meanwhile come to refuse the password
   */
  async use<Result>(
    credentials: Credentials,
    signal: AbortSignal,
    run: (client: ImapFlow) => Promise<Result>,
  ): Promise<Result> {
    signal.throwIfAborted();
    const key = this.keyOf(credentials);
    const client = this.take(key) ?? (await this.open(credentials, signal));
    if (!client) throw new BackendUnavailable('The mail server refuses a password that it took before');
    const abort = () => client.close();
    signal.addEventListener('abort', abort, { once: true });
    try {
      const result = await run(client);
      this.release(key, client);
      return result;
    } catch (error) {
      client.close();
      signal.throwIfAborted();
      throw unavailable(error);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const { client, timer } of [...this.idle.values()].flat()) {
      clearTimeout(timer);
      client.close();
    }
    this.idle.clear();
    this.idleCount = 0;
  }

  private open(credentials: Credentials, signal: AbortSignal): Promise<ImapFlow | null> {
    const name = resolveUserName(credentials.username, this.server);
    if (!name || credentials.password === '') return Promise.resolve(null);
    const login = { user: name.login, password: credentials.password };
    return openConnection(this.server, login, { disableAutoIdle: true, signal });
  }

  private take(key: string): ImapFlow | undefined {
    const waiting = this.idle.get(key);
    for (let entry = waiting?.pop(); entry; entry = waiting?.pop()) {
      clearTimeout(entry.timer);
      this.idleCount -= 1;
      if (waiting?.length === 0) this.idle.delete(key);
      if (entry.client.usable) return entry.client;
      entry.client.close();
    }
    return undefined;
  }

  private release(key: string, client: ImapFlow): void {
    const waiting = this.idle.get(key) ?? [];
    if (this.isClosed || !client.usable || waiting.length >= IDLE_PER_LOGIN || this.idleCount >= IDLE_TOTAL) {
      client.close();
      return;
    }
    const timer = setTimeout(() => this.drop(key, client), IDLE_MS);
    timer.unref();
    this.idle.set(key, [...waiting, { client, timer }]);
    this.idleCount += 1;
  }

  private drop(key: string, client: ImapFlow): void {
    const waiting = this.idle.get(key) ?? [];
    const rest = waiting.filter((entry) => entry.client !== client);
    this.idleCount -= waiting.length - rest.length;
    if (rest.length > 0) this.idle.set(key, rest);
    else this.idle.delete(key);
    client.logout().catch(() => client.close());
  }

  private keyOf({ username, password }: Credentials): string {
    return createHmac('sha256', this.key).update(username).update('\0').update(password).digest('base64');
  }
}
