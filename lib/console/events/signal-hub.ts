import type { ConsoleRuntime } from '@/lib/console/runtime';
import { listen, type Listener } from '@/lib/db/listen';
import { CONSOLE_CHANNEL, ConsoleSignal } from '@/lib/domain/signals';

// Implementation notes
// - One LISTEN connection a process, whatever the number of open pages; none while nobody looks.
// - A subscriber is told of everything from the moment `subscribe` has resolved. What came before is for it to read.
// - `listening` belongs to the connection of this moment: who leaves last takes it away before it is closed, so that a
//   newcomer opens a new one instead of waiting for one that is on its way out.

export interface Subscriber {
  /** Something changed. */
  onSignal: (signal: ConsoleSignal) => void;
  /** The connection was lost and is back: anything may have changed. */
  onResync: () => void;
}

/** Hands the database's signals to everybody in this process who wants them. */
class SignalHub {
  private readonly subscribers = new Set<Subscriber>();
  private listening: Promise<Listener> | null = null;

  constructor(private readonly runtime: Pick<ConsoleRuntime, 'config' | 'log'>) {}

  /**
   * Starts telling the subscriber.
   *
   * @returns stops it
   * @throws if the database cannot be listened to
   */
  async subscribe(subscriber: Subscriber): Promise<() => void> {
    this.subscribers.add(subscriber);
    this.listening ??= this.open();
    try {
      await this.listening;
    } catch (error) {
      this.leave(subscriber);
      throw error;
    }
    return () => this.leave(subscriber);
  }

  private leave(subscriber: Subscriber): void {
    if (!this.subscribers.delete(subscriber) || this.subscribers.size > 0) return;
    const { listening } = this;
    this.listening = null;
    // If it never came up there is nothing to close, and whoever asked for it has been told.
    listening?.then((listener) => listener.close()).catch(() => undefined);
  }

  private open(): Promise<Listener> {
    const { config, log } = this.runtime;
    return listen(config.DATABASE_URL, [CONSOLE_CHANNEL], {
      onMessage: (_channel, payload) => this.publish(payload),
      onReconnect: () => this.subscribers.forEach((subscriber) => subscriber.onResync()),
      onError: (error) => log.warn({ err: error }, 'listening for changes was interrupted'),
    });
  }

  private publish(payload: unknown): void {
    const signal = ConsoleSignal.safeParse(payload);
    if (signal.success) this.subscribers.forEach((subscriber) => subscriber.onSignal(signal.data));
    // A process of another version said something this one does not know; it may concern anything.
    else this.subscribers.forEach((subscriber) => subscriber.onResync());
  }
}

const hubs = new WeakMap<ConsoleRuntime, SignalHub>();

/** The one hub of this process. */
export function signalHub(runtime: ConsoleRuntime): SignalHub {
  const hub = hubs.get(runtime) ?? new SignalHub(runtime);
  hubs.set(runtime, hub);
  return hub;
}
