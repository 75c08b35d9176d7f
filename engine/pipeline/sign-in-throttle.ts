import { isIP } from 'node:net';
import { BoundedMap } from '@/engine/bounded-map';

// Implementation notes
// - Slows down, never locks: whatever fails, another attempt is let through after a while.
// - Three counters for a failure: this mailbox from this address (slowed soon and much), this mailbox (a little: other
//   devices of its owner must get through while somebody guesses), this address (late: a company may be behind it).
// - What is being tried just now counts as failed, for one mailbox: guesses that are sent all at once are not free. An
//   address may have any number under way: after a restart a whole company comes at once.
// - An address from which the owner came lately does not wait for what others try at this mailbox.
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
/** How long an address from which a mailbox's owner came is known as such. */
const WELCOME_MS = 7 * 24 * 3_600_000;
const TRYING_WAIT_SECONDS = 1;

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
  private readonly welcome = new BoundedMap<number>(CAPACITY);
  /** How many are being tried, by mailbox from one address and by mailbox. */
  private readonly trying = new Map<string, number>();

  constructor(private readonly nowMs: () => number) {}

  /**
   * Asks to try a password, and if it is allowed takes the place of the next attempt.
   *
   * @returns seconds to wait; 0: try now, and tell by `settle` when that is over
   */
  admit(attempt: Attempt): number {
    const now = this.nowMs();
    const isWelcome = (this.welcome.get(keysOf(attempt).pair) ?? 0) > now;
    const found = this.find(attempt, now).filter(({ name }) => !isWelcome || name !== 'mailbox');
    if (found.some((each) => this.isBeingTried(each))) return TRYING_WAIT_SECONDS;
    const waitMs = Math.max(0, ...found.map(({ counter }) => (counter ? counter.nextAt - now : 0)));
    if (waitMs > 0) return Math.ceil(waitMs / 1000);
    for (const { kind, counter } of found) if (counter) counter.nextAt = now + pauseMs(kind, counter.failures);
    this.count(attempt, 1);
    return 0;
  }

  /** An attempt that was admitted is over, whatever it came to. */
  settle(attempt: Attempt): void {
    this.count(attempt, -1);
  }

  /** How often passwords from there were wrong lately. */
  failuresOf(network: string): number {
    const counter = this.counters.address.get(network);
    return counter && this.nowMs() - counter.lastAt < MEMORY_MS ? counter.failures : 0;
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
    const { pair } = keysOf(attempt);
    this.counters.pair.delete(pair);
    this.welcome.set(pair, this.nowMs() + WELCOME_MS);
  }

  private isBeingTried({ name, kind, key, counter }: ReturnType<SignInThrottle['find']>[number]): boolean {
    const trying = name === 'address' ? 0 : (this.trying.get(key) ?? 0);
    return trying > 0 && trying + (counter?.failures ?? 0) >= kind.free;
  }

  private count(attempt: Attempt, by: 1 | -1): void {
    const { pair, mailbox } = keysOf(attempt);
    for (const key of [pair, mailbox]) {
      const trying = (this.trying.get(key) ?? 0) + by;
      if (trying > 0) this.trying.set(key, trying);
      else this.trying.delete(key);
    }
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

/** What counts as one address: a household has a whole /64 of IPv6. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const gap = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return [...front, ...gap, ...back].slice(0, 4).join(':');
}
