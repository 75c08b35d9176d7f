import { BoundedMap } from '@/engine/bounded-map';
import type { RateLimit } from '@/lib/domain/auto-block/contract';
import type { RateSlot } from '@/lib/domain/auto-block/share-rate';

// Implementation notes
// - A window is ten slots wide, the one that has just begun included. So it is never longer than the limit says: rather a
//   few are overlooked than one too many counted.
// - A tenth of the limit is gathered before it is shared with the other front ends. A device that stays below costs no
//   statement, and one beyond it ten to a hundred in the whole window. Near the limit less is gathered, so that one front
//   end alone notices exactly the first that is too many.
// - Bounded: whose requests are longest ago makes room. Somebody who floods is never that one.

const SLOTS = 10;
const MINUTE_MS = 60_000;

type Ring = {
  /** Number of the slot that was counted in last; `counts[slot % SLOTS]` is its count that is not shared yet. */
  slot: number;
  readonly counts: number[];
  /** What all front ends had together in this slot when it was shared last. */
  known: number;
};

export type CountedDeed = {
  readonly key: string;
  readonly limit: RateLimit;
  readonly atMs: number;
  /** What was done before does not count. */
  readonly fromMs: number;
};

export type Gathered = { readonly slots: readonly RateSlot[]; readonly from: Date };

/** Counts what devices do, in memory. */
export class RateCounters {
  private readonly rings: BoundedMap<Ring>;

  constructor(capacity: number) {
    this.rings = new BoundedMap(capacity);
  }

  /** @returns what is to be shared, once enough has come together; it counts as shared from then on */
  add({ key, limit, atMs, fromMs }: CountedDeed): Gathered | null {
    const slotMs = (limit.minutes * MINUTE_MS) / SLOTS;
    const slot = Math.floor(atMs / slotMs);
    // Of another width, the slots are others too.
    const name = `${key} ${limit.minutes}`;
    const ring = this.rings.get(name) ?? { slot, counts: Array.from({ length: SLOTS }, () => 0), known: 0 };
    this.rings.set(name, ring);
    advance(ring, slot);
    const first = Math.max(slot - SLOTS + 1, Math.ceil(fromMs / slotMs));
    if (slot < first) return null;
    ring.counts[slot % SLOTS] = (ring.counts[slot % SLOTS] ?? 0) + 1;
    const slots = Array.from({ length: slot - first + 1 }, (_each, index) => first + index)
      .map((number) => ({ at: new Date(number * slotMs), count: ring.counts[number % SLOTS] ?? 0 }))
      .filter(({ count }) => count > 0);
    const total = slots.reduce((sum, { count }) => sum + count, 0);
    if (total < Math.max(1, Math.floor((limit.count + 1 - ring.known) / SLOTS))) return null;
    ring.counts.fill(0);
    return { slots, from: new Date(first * slotMs) };
  }

  /** How many all have counted, as it was shared. */
  learn(key: string, minutes: number, count: number): void {
    const ring = this.rings.get(`${key} ${minutes}`);
    if (ring) ring.known = count;
  }
}

/** Empties the slots that time has passed over. */
function advance(ring: Ring, slot: number): void {
  if (slot <= ring.slot) return;
  const passed = Math.min(slot - ring.slot, SLOTS);
  for (let step = 0; step < passed; step += 1) ring.counts[(slot - step) % SLOTS] = 0;
  ring.slot = slot;
  // Until it is shared again it may be more than there is by then: that only makes it be shared sooner.
  if (passed === SLOTS) ring.known = 0;
}
