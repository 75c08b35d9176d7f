const TICK_MS = 1000;

/** One second a slot; the longest heartbeat, 3540 seconds, fits with room to spare. */
const SLOTS = 4096;

/** Where an item waits. To be kept by whoever may have to remove it. */
export type Slot = number;

/**
 * Deadlines of any number of items with one timer. An item is due within a second after its delay, never before.
 * Adding and removing cost the same however many wait.
 */
export class TimerWheel<Item> {
  private readonly slots: (Set<Item> | undefined)[] = Array.from({ length: SLOTS });
  private hand = 0;
  private size = 0;
  private timer: NodeJS.Timeout | undefined;
  private lastTickAt = 0;

  constructor(private readonly onDue: (item: Item) => void) {}

  /** @throws RangeError if the delay does not fit */
  add(item: Item, delaySeconds: number): Slot {
    // The tick under way has passed in part already, hence one more.
    const ticks = Math.ceil(delaySeconds) + 1;
    if (ticks < 1 || ticks >= SLOTS) throw new RangeError(`A delay of ${delaySeconds} s does not fit the wheel`);
    const slot = (this.hand + ticks) % SLOTS;
    const waiting = this.slots[slot] ?? new Set<Item>();
    this.slots[slot] = waiting.add(item);
    this.size += 1;
    this.start();
    return slot;
  }

  /** Does nothing if the item is not there any more. */
  remove(item: Item, slot: Slot): void {
    if (this.slots[slot]?.delete(item)) this.size -= 1;
    if (this.size === 0) this.stop();
  }

  /** Moves the hand and reports what has become due. Called by the timer; by tests instead of waiting. */
  advance(ticks: number): void {
    for (let tick = 0; tick < ticks && this.size > 0; tick += 1) {
      this.hand = (this.hand + 1) % SLOTS;
      const due = this.slots[this.hand];
      this.slots[this.hand] = undefined;
      if (!due) continue;
      this.size -= due.size;
      for (const item of due) this.onDue(item);
    }
    if (this.size === 0) this.stop();
  }

  private start(): void {
    if (this.timer) return;
    this.lastTickAt = performance.now();
    this.timer = setInterval(() => {
      // A busy event loop swallows ticks: go by the clock.
      const ticks = Math.floor((performance.now() - this.lastTickAt) / TICK_MS);
      this.lastTickAt += ticks * TICK_MS;
      this.advance(ticks);
    }, TICK_MS);
    this.timer.unref();
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
