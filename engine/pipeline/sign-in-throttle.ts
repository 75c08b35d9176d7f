import { isIP } from 'node:net';
import { BoundedMap } from '@/engine/bounded-map';

// Implementation notes
// - Slows down, never locks: whatever fails, another attempt is let through after a while.
// - Three counters for a failure: this mailbox from this address (slowed soon and much), this mailbox (a little: other
//   devices of its owner must get through while somebody guesses), this address (late: a company may be behind it).
// - Bounded: of each kind, what failed longest ago is forgotten for something new.

type Kind = {
  /** Failures that are answered at once. */
  readonly free: number;
  readonly longestMs: number;
};

const kinds = {
  pair: { free: 5, longestMs: 300_000 },
  mailbox: { free: 20, longestMs: 5_000 },
  address: { free: 50, longestMs: 10_000 },
} as const satisfies Record<string, Kind>;

/** A counter is forgotten after this time without a failure. */
const MEMORY_MS = 15 * 60_000;
const CAPACITY = 20_000;

type Counter = { failures: number; lastAt: number; nextAt: number };

export type Attempt = {
  /** As presented, whatever its form. */
  readonly username: string;
  readonly address: string;
};

/** Slows down whoever tries passwords. In memory only. */
export class SignInThrottle {
  private readonly counters = {
    pair: new BoundedMap<Counter>(CAPACITY),
    mailbox: new BoundedMap<Counter>(CAPACITY),
    address: new BoundedMap<Counter>(CAPACITY),
  };

  constructor(private readonly nowMs: () => number) {}

  /**
   * Asks to try a password, and if it is allowed takes the place of the next attempt.
   *
   * @returns seconds to wait; 0: try now
   */
  admit(attempt: Attempt): number {
    const now = this.nowMs();
    const found = this.find(attempt, now);
    const waitMs = Math.max(0, ...found.map(({ counter }) => (counter ? counter.nextAt - now : 0)));
    if (waitMs > 0) return Math.ceil(waitMs / 1000);
    for (const { kind, counter } of found) if (counter) counter.nextAt = now + pauseMs(kind, counter.failures);
    return 0;
  }

  recordFailure(attempt: Attempt): void {
    const now = this.nowMs();
    for (const { name, kind, key, counter } of this.find(attempt, now)) {
      const failures = (counter?.failures ?? 0) + 1;
      this.counters[name].set(key, { failures, lastAt: now, nextAt: now + pauseMs(kind, failures) });
    }
  }

  /** The owner has arrived: what was tried from there before counts no more. */
  recordSuccess(attempt: Attempt): void {
    this.counters.pair.delete(keysOf(attempt).pair);
  }

  private find(attempt: Attempt, now: number) {
    const keys = keysOf(attempt);
    return (['pair', 'mailbox', 'address'] as const).map((name) => {
      const counter = this.counters[name].get(keys[name]);
      const isFresh = counter !== undefined && now - counter.lastAt < MEMORY_MS;
      return { name, kind: kinds[name], key: keys[name], counter: isFresh ? counter : undefined };
    });
  }
}

/** Nothing for the free ones, then one second, doubled with each failure. */
function pauseMs({ free, longestMs }: Kind, failures: number): number {
  return failures < free ? 0 : Math.min(longestMs, 1000 * 2 ** Math.min(failures - free, 20));
}

function keysOf({ username, address }: Attempt) {
  const mailbox = username.trim().toLowerCase();
  const network = networkOf(address);
  return { pair: `${mailbox}\0${network}`, mailbox, address: network };
}

/** A household has a whole /64 of IPv6 addresses. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const gap = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return [...front, ...gap, ...back].slice(0, 4).join(':');
}
