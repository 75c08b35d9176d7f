import { Client, type Notification } from 'pg';

// Implementation notes
// - One connection of its own: a pool hands connections around, and LISTEN belongs to one session.
// - A notification is a hint. Whoever listens re-reads the rows after `onReconnect`, since messages sent while the
//   connection was down are lost for good.
// - A connection that died without a word (firewall, pulled cable) is found by a query every PROBE_MS; TCP keepalive
//   alone would take minutes.
// - `client` is set only while all channels are listened on; events of any other client are stale and ignored.
// - Nothing is delivered after `close` has been called.

const PROBE_MS = 30_000;
const TIMEOUT_MS = 10_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

export type ListenHandlers = {
  /** Gets the channel and the payload as JSON gives it: validate it with the channel's schema before use. */
  onMessage: (channel: string, payload: unknown) => void;
  /** Called after every new connection but the first: messages may have been missed, so read again what they announce. */
  onReconnect?: () => void;
  /** Hears why a connection was lost or could not be made, and of payloads that are not JSON. For the log. */
  onError?: (error: Error) => void;
};

export type Listener = {
  /** Ends the connection; no message is delivered afterwards. */
  close: () => Promise<void>;
};

/**
 * Listens on PostgreSQL channels until closed, over a connection that is made anew whenever it is lost.
 *
 * @returns once all channels are listened on
 * @throws when the first connection cannot be made; later failures are retried for ever, with growing pauses
 */
export async function listen(url: string, channels: readonly string[], handlers: ListenHandlers): Promise<Listener> {
  const session = new ListenSession(url, channels, handlers);
  await session.connect();
  return { close: () => session.close() };
}

class ListenSession {
  private client: Client | undefined;
  private probe: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private attempts = 0;
  private isClosed = false;

  constructor(
    private readonly url: string,
    private readonly channels: readonly string[],
    private readonly handlers: ListenHandlers,
  ) {}

  async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.url,
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: TIMEOUT_MS,
      application_name: 'mobileadmin-listen',
    });
    client.on('notification', (message) => this.deliver(client, message));
    // `error` alone is not enough: an orderly end by the server only emits `end`.
    client.on('error', (error: Error) => this.lose(client, error));
    client.on('end', () => this.lose(client, new Error('The server ended the connection')));
    try {
      await client.connect();
      for (const channel of this.channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      discard(client);
      throw error;
    }
    if (this.isClosed) {
      discard(client);
      return;
    }
    this.client = client;
    this.attempts = 0;
    this.probe = setInterval(() => {
      client.query('SELECT 1').catch((error: unknown) => this.lose(client, toError(error)));
    }, PROBE_MS);
    this.probe.unref();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.retry);
    clearInterval(this.probe);
    const client = this.client;
    this.client = undefined;
    // A failure to say goodbye changes nothing for the caller, but the log should have it.
    await client?.end().catch((error: unknown) => this.handlers.onError?.(toError(error)));
  }

  private deliver(client: Client, message: Notification): void {
    if (this.isClosed) return;
    if (this.client !== undefined && this.client !== client) return;
    let payload: unknown;
    try {
      payload = JSON.parse(message.payload ?? '');
    } catch (cause) {
      this.handlers.onError?.(new Error(`Payload on ${message.channel} is not JSON`, { cause }));
      return;
    }
    this.handlers.onMessage(message.channel, payload);
  }

  private lose(client: Client, error: Error): void {
    if (this.isClosed || this.client !== client) return;
    this.client = undefined;
    clearInterval(this.probe);
    discard(client);
    this.handlers.onError?.(error);
    this.scheduleReconnect();
  }

  private scheduleReconnect(): void {
    const ceilingMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.attempts);
    this.attempts += 1;
    // Full jitter: after a restart of the database, front ends must not come back in step.
    this.retry = setTimeout(() => void this.reconnect(), Math.random() * ceilingMs);
  }

  private async reconnect(): Promise<void> {
    try {
      await this.connect();
    } catch (error) {
      if (this.isClosed) return;
      this.handlers.onError?.(toError(error));
      this.scheduleReconnect();
      return;
    }
    if (!this.isClosed) this.handlers.onReconnect?.();
  }
}

/** Lets go of a connection that is broken or not wanted any more, without waiting for the server. */
function discard(client: Client): void {
  client.end().catch(() => undefined);
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
