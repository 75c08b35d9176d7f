import { hashKey, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { leaveIfSignedOut } from '@/lib/console/auth/leave-if-signed-out';
import { staleKeys } from '@/lib/console/events/stale-keys';
import { ConsoleSignal } from '@/lib/domain/signals';

const URL = '/api/v1/events';
/** Signals come in bursts; one look afterwards is enough. */
const COALESCE_MS = 300;
/** A busy fleet changes all the time; nobody reads faster than this. */
const SHORTEST_INTERVAL_MS = 2_000;
/** A tab that nobody looks at gives its connection back, of which a browser has six for a host. */
const HIDDEN_MS = 30_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;

/** Collects what is stale and invalidates it together, soon but not all the time. */
class StaleQueries {
  private readonly keys = new Map<string, QueryKey>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private flushedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly queryClient: QueryClient) {}

  add(keys: readonly QueryKey[]): void {
    for (const key of keys) this.keys.set(hashKey(key), key);
    const pauseMs = this.flushedAt + SHORTEST_INTERVAL_MS - Date.now();
    this.timer ??= setTimeout(() => this.flush(), Math.max(COALESCE_MS, pauseMs));
  }

  clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.keys.clear();
  }

  private flush(): void {
    const keys = [...this.keys.values()];
    this.clear();
    this.flushedAt = Date.now();
    // A refetch that fails shows where its data is shown.
    for (const queryKey of keys) void this.queryClient.invalidateQueries({ queryKey });
  }
}

class EventConnection {
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private readonly stale: StaleQueries;
  private readonly listening = new AbortController();

  constructor(
    private readonly queryClient: QueryClient,
    private readonly onConnection: (isLive: boolean) => void,
  ) {
    this.stale = new StaleQueries(queryClient);
    const { signal } = this.listening;
    document.addEventListener('visibilitychange', () => this.followVisibility(), { signal });
    // A page that the browser keeps for "back" must not hold a connection.
    window.addEventListener('pagehide', () => this.disconnect(), { signal });
    window.addEventListener('pageshow', (event) => event.persisted && this.connect(), { signal });
    this.connect();
  }

  stop(): void {
    this.listening.abort();
    this.disconnect();
    this.stale.clear();
  }

  private connect(): void {
    this.disconnect();
    const source = new EventSource(URL);
    this.source = source;
    source.addEventListener('ready', () => {
      this.failures = 0;
      this.onConnection(true);
      // Anything may have changed while nobody listened: in a gap, and between the page's own look and the first word.
      this.stale.add([[]]);
    });
    source.addEventListener('resync', () => this.stale.add([[]]));
    source.addEventListener('change', (event) => this.note(event.data));
    // The session has ended, or has been replaced by another: a stream belongs to one.
    source.addEventListener('end', () => this.retry());
    source.addEventListener('error', () => {
      this.onConnection(false);
      // A lost connection is made anew by the browser; one that was refused is not.
      if (source.readyState === EventSource.CLOSED && this.source === source) this.retry();
    });
  }

  private note(data: unknown): void {
    const signal = ConsoleSignal.safeParse(typeof data === 'string' ? JSON.parse(data) : null);
    this.stale.add(signal.success ? staleKeys(signal.data) : [[]]);
  }

  private retry(): void {
    this.disconnect();
    void this.stopIfSignedOut();
    this.timer = setTimeout(() => this.connect(), Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures));
    this.failures += 1;
  }

  private followVisibility(): void {
    if (document.hidden) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.disconnect(), HIDDEN_MS);
    } else if (this.source) {
      clearTimeout(this.timer);
    } else {
      this.connect();
    }
  }

  private disconnect(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  /** Why a stream was refused, an EventSource does not say. */
  private async stopIfSignedOut(): Promise<void> {
    if (!this.listening.signal.aborted && (await leaveIfSignedOut(this.queryClient))) this.stop();
  }
}

/**
 * Keeps the cache true: listens to what changes on the server and makes the queries stale that show it, everything
 * after a gap. Leads to the sign-in page when the session is over.
 *
 * @param onConnection hears when the connection is lost and when it is there again
 * @returns stops it
 */
export function connectEvents(
  queryClient: QueryClient,
  onConnection: (isLive: boolean) => void = () => undefined,
): () => void {
  const connection = new EventConnection(queryClient, onConnection);
  return () => connection.stop();
}
