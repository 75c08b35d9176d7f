import { BoundedMap } from '@/engine/bounded-map';

// Implementation notes
// - Sign-ins that ask the mail server have places of their own, apart from the connections that mail is read over: wrong
//   passwords wait, and are waited for, among themselves.
// - Passwords that were good lately never stand behind new ones.
// - Of the new ones, the address that has failed least lately comes first, then that with the fewest under way, then that
//   which was served longest ago. So whoever tries many passwords waits for himself, and nobody for more than a round.
//   One that has failed some times has few places.
// - A line that is full loses its youngest of the address that fills it.

const KNOWN_PLACES = 32;
const NEW_PLACES = 32;
/** Of the places for new ones. */
const SUSPECT_PLACES = 8;
const SUSPECT_AFTER = 3;
const SERVED_CAPACITY = 10_000;
const KNOWN_LINE_LIMIT = 5000;
const NEW_LINE_LIMIT = 1000;
/** With the time that the mail server is given, less than a phone waits for its answer. */
const WAIT_MS = 8000;

export type SignInClaim = {
  /** Where it comes from; see `networkOf`. */
  readonly network: string;
  /** The password was good lately. */
  readonly isKnown: boolean;
};

/** Gives the place back. */
export type Leave = () => void;

type Waiter = { readonly claim: SignInClaim; readonly settle: (leave: Leave | null) => void };

/** Bounds how many passwords are tried at the mail server at a time, and who is next. */
export class SignInGate {
  private readonly known: Waiter[] = [];
  /** By network, each in the order of coming. */
  private readonly unknown = new Map<string, Waiter[]>();
  private readonly busy = new Map<string, number>();
  /** Which turn a network had last. */
  private readonly served = new BoundedMap<number>(SERVED_CAPACITY);
  private turns = 0;
  private knownTaken = 0;
  private newTaken = 0;
  private suspectTaken = 0;
  private newWaiting = 0;

  /** `failuresOf`: how often passwords from there were wrong lately. */
  constructor(private readonly failuresOf: (network: string) => number) {}

  /** @returns once it may be tried; null: there is no room, and it should come again later */
  enter(claim: SignInClaim): Promise<Leave | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.giveUp(waiter), WAIT_MS);
      timer.unref();
      const settle = (leave: Leave | null) => {
        clearTimeout(timer);
        resolve(leave);
      };
      const waiter: Waiter = { claim, settle };
      if (!this.queue(waiter)) settle(null);
      this.serve();
    });
  }

  private queue(waiter: Waiter): boolean {
    const { network, isKnown } = waiter.claim;
    if (isKnown) {
      if (this.known.length >= KNOWN_LINE_LIMIT) return false;
      this.known.push(waiter);
      return true;
    }
    const own = this.unknown.get(network) ?? [];
    if (this.newWaiting >= NEW_LINE_LIMIT && !this.dropFrom(own.length)) return false;
    this.unknown.set(network, [...own, waiter]);
    this.newWaiting += 1;
    return true;
  }

  /** The youngest of whoever has most in line, if that is more than this. */
  private dropFrom(length: number): boolean {
    const longest = [...this.unknown.values()].reduce((most, each) => (each.length > most.length ? each : most), []);
    const youngest = longest.at(-1);
    if (!youngest || longest.length <= length) return false;
    this.giveUp(youngest);
    return true;
  }

  private giveUp(waiter: Waiter): void {
    if (waiter.claim.isKnown) {
      const index = this.known.indexOf(waiter);
      if (index >= 0) this.known.splice(index, 1);
    } else {
      this.takeFromLine(waiter);
    }
    waiter.settle(null);
  }

  private takeFromLine(waiter: Waiter): void {
    const { network } = waiter.claim;
    const own = this.unknown.get(network) ?? [];
    const rest = own.filter((each) => each !== waiter);
    this.newWaiting -= own.length - rest.length;
    if (rest.length > 0) this.unknown.set(network, rest);
    else this.unknown.delete(network);
  }

  private serve(): void {
    for (let next = this.known[0]; next && this.knownTaken < KNOWN_PLACES; next = this.known[0]) {
      this.known.shift();
      this.knownTaken += 1;
      next.settle(
        once(
          () => (this.knownTaken -= 1),
          () => this.serve(),
        ),
      );
    }
    for (let next = this.nextNew(); next; next = this.nextNew()) this.admitNew(next);
  }

  private admitNew({ waiter, isSuspect }: { waiter: Waiter; isSuspect: boolean }): void {
    const { network } = waiter.claim;
    this.takeFromLine(waiter);
    this.turns += 1;
    this.served.set(network, this.turns);
    this.count(network, isSuspect, 1);
    waiter.settle(
      once(
        () => this.count(network, isSuspect, -1),
        () => this.serve(),
      ),
    );
  }

  private count(network: string, isSuspect: boolean, by: 1 | -1): void {
    const busy = (this.busy.get(network) ?? 0) + by;
    if (busy > 0) this.busy.set(network, busy);
    else this.busy.delete(network);
    this.newTaken += by;
    if (isSuspect) this.suspectTaken += by;
  }

  private nextNew(): { waiter: Waiter; isSuspect: boolean } | null {
    if (this.newTaken >= NEW_PLACES) return null;
    let best: { waiter: Waiter; isSuspect: boolean; rank: number; turn: number } | null = null;
    for (const [network, [waiter]] of this.unknown) {
      const failures = Math.min(this.failuresOf(network), SUSPECT_AFTER);
      const isSuspect = failures === SUSPECT_AFTER;
      if (!waiter || (isSuspect && this.suspectTaken >= SUSPECT_PLACES)) continue;
      const rank = failures * NEW_PLACES + (this.busy.get(network) ?? 0);
      const turn = this.served.get(network) ?? 0;
      const isBetter = !best || rank < best.rank || (rank === best.rank && turn < best.turn);
      if (isBetter) best = { waiter, isSuspect, rank, turn };
    }
    return best;
  }
}

function once(leave: () => unknown, then: () => void): Leave {
  let hasLeft = false;
  return () => {
    if (hasLeft) return;
    hasLeft = true;
    leave();
    then();
  };
}
