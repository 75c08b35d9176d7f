const TICK_MS = 1000;

/** One second a slot; the longest heartbeat, 3540 seconds, fits with room to spare for what the hand is behind. */
const SLOTS = 4096;
/** The hand is moved at least so often, however far away the next deadline is. */
const LONGEST_SLEEP_TICKS = 256;

/** Where an item waits. To be kept by whoever may have to remove it. */
export type Slot = number;

/**
 * Deadlines of any number of items with one timer, which sleeps until the next of them. An item is due within a second
 * after its delay, never before. Adding and removing cost the same however many wait.
 */
export class TimerWheel<Item> {
  private readonly slots: (Set<Item> | undefined)[] = Array.from({ length: SLOTS });
  private hand = 0;
  private size = 0;
  private timer: NodeJS.Timeout | undefined;
  /** Ticks from the hand to where the timer is set to. */
  private sleepTicks = 0;
  /** When the hand came to where it is. */
  private handAt = 0;

  constructor(private readonly onDue: (item: Item) => void) {}

  /** @throws RangeError if the delay does not fit */
  add(item: Item, delaySeconds: number): Slot {
    // The tick under way has passed in part already, hence one more.
    const delayTicks = Math.ceil(delaySeconds) + 1;
    if (delayTicks < 1 || delayTicks >= SLOTS - LONGEST_SLEEP_TICKS) {
      throw new RangeError(`A delay of ${delaySeconds} s does not fit the wheel`);
    }
    if (this.size === 0) this.handAt = performance.now();
    // The machine was asleep, or the event loop was busy for minutes: what is overdue comes first.
    if (this.passedTicks() > LONGEST_SLEEP_TICKS) this.catchUp();
    const ticks = this.passedTicks() + delayTicks;
    const slot = (this.hand + ticks) % SLOTS;
    const waiting = this.slots[slot] ?? new Set<Item>();
    this.slots[slot] = waiting.add(item);
    this.size += 1;
    if (!this.timer || ticks < this.sleepTicks) this.sleep(ticks);
    return slot;
  }

  /** Does nothing if the item is not there any more. */
  remove(item: Item, slot: Slot): void {
    const waiting = this.slots[slot];
    if (!waiting?.delete(item)) return;
    if (waiting.size === 0) this.slots[slot] = undefined;
    this.size -= 1;
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

  private passedTicks(): number {
    return Math.floor((performance.now() - this.handAt) / TICK_MS);
  }

  /** A busy event loop swallows ticks: goes by the clock. */
  private catchUp(): void {
    for (let ticks = this.passedTicks(); ticks > 0 && this.size > 0; ticks -= 1) {
      this.handAt += TICK_MS;
      this.advance(1);
    }
  }

  private sleep(ticks: number): void {
    clearTimeout(this.timer);
    this.sleepTicks = Math.min(ticks, LONGEST_SLEEP_TICKS);
    const wakeAt = this.handAt + this.sleepTicks * TICK_MS;
    this.timer = setTimeout(() => this.wake(), Math.max(1, wakeAt - performance.now()));
    this.timer.unref();
  }

  private wake(): void {
    this.timer = undefined;
    this.catchUp();
    if (this.size > 0) this.sleep(this.ticksToNext());
  }

  private ticksToNext(): number {
    for (let ticks = 1; ticks < LONGEST_SLEEP_TICKS; ticks += 1) {
      if (this.slots[(this.hand + ticks) % SLOTS]) return ticks;
    }
    return LONGEST_SLEEP_TICKS;
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
