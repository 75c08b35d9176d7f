import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RateLimit } from '@/lib/domain/auto-block/contract';
import { RateCounters } from '@/engine/auto-block/rate-counters';

const START = Date.parse('2026-03-01T08:00:00.000Z');
const MINUTE_MS = 60_000;

/** What front ends share, as the database adds it up. */
class Shared {
  private readonly slots = new Map<number, number>();
  writes = 0;

  share({ slots, from }: NonNullable<ReturnType<RateCounters['add']>>): number {
    this.writes += 1;
    for (const { at, count } of slots) this.slots.set(at.getTime(), (this.slots.get(at.getTime()) ?? 0) + count);
    return [...this.slots].reduce((sum, [at, count]) => (at >= from.getTime() ? sum + count : sum), 0);
  }
}

/** Does something at each of these moments. @returns the moments at which it was too often */
function run(atMs: readonly number[], limit: RateLimit, frontEnds = 1) {
  const shared = new Shared();
  const counters = Array.from({ length: frontEnds }, () => new RateCounters(100));
  const excesses: number[] = [];
  for (const [index, at] of atMs.entries()) {
    const own = counters[index % frontEnds];
    const gathered = own?.add({ key: 'phone', limit, atMs: at, fromMs: 0 });
    if (!gathered) continue;
    const count = shared.share(gathered);
    own?.learn('phone', limit.minutes, count);
    if (count > limit.count) excesses.push(index);
  }
  return { excesses, writes: shared.writes };
}

const limits = fc.record({ count: fc.integer({ min: 5, max: 60 }), minutes: fc.integer({ min: 1, max: 60 }) });

describe('counting', () => {
  it('never finds too many where there are not, in any window of that length', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 150 });
    fc.assert(
      fc.property(steps, limits, fc.integer({ min: 1, max: 3 }), (gaps, limit, frontEnds) => {
        let at = START;
        const moments = gaps.map((gap) => (at += gap));
        const isTooMany = (index: number) => {
          const from = (moments[index] ?? 0) - limit.minutes * MINUTE_MS;
          return moments.slice(0, index + 1).filter((each) => each > from).length > limit.count;
        };
        for (const index of run(moments, limit, frontEnds).excesses) expect(isTooMany(index)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('notices the first that is too many, also where a part of the window has begun meanwhile', () => {
    const limit = { count: 30, minutes: 5 };
    const steady = Array.from({ length: 40 }, (_each, index) => START + index * 3000);
    expect(run(steady, limit).excesses[0]).toBe(30);
  });

  it('notices the first that is too many in a burst, and with several front ends a tenth more at most', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 3 }), (limit, frontEnds) => {
        const burst = Array.from({ length: 2 * limit.count + 40 }, () => START);
        const [first = Infinity] = run(burst, limit, frontEnds).excesses;
        const slack = frontEnds === 1 ? 0 : frontEnds * Math.ceil(limit.count / 10);
        expect(first).toBeGreaterThanOrEqual(limit.count);
        expect(first).toBeLessThanOrEqual(limit.count + slack);
      }),
    );
  });

  it('shares nothing of a device that does a tenth of what is allowed', () => {
    const limit = { count: 3000, minutes: 5 };
    const calm = Array.from({ length: 290 }, (_each, index) => START + index * 1000);
    expect(run(calm, limit).writes).toBe(0);
  });

  it('forgets what was done before the moment from which it counts', () => {
    const counters = new RateCounters(100);
    const limit = { count: 5, minutes: 10 };
    const add = (atMs: number, fromMs: number) => counters.add({ key: 'phone', limit, atMs, fromMs });
    add(START, 0);
    expect(add(START + 2 * MINUTE_MS, START + MINUTE_MS)?.slots).toEqual([
      { at: new Date(START + 2 * MINUTE_MS), count: 1 },
    ]);
    // In the part of the window that has begun before that moment, nothing is counted at all.
    expect(add(START + 5 * MINUTE_MS + 2, START + 5 * MINUTE_MS + 1)).toBeNull();
  });

  it('holds no more devices than it has room for: what is longest ago makes room', () => {
    const counters = new RateCounters(2);
    const limit = { count: 100, minutes: 10 };
    const gathered = (key: string, times: number) =>
      Array.from({ length: times }, () => counters.add({ key, limit, atMs: START, fromMs: 0 })).some(Boolean);
    expect(gathered('flood', 5)).toBe(false);
    gathered('a', 1);
    expect(gathered('flood', 4)).toBe(false);
    gathered('b', 1);
    // Nine of ten were kept: "flood" was counted last.
    expect(gathered('flood', 1)).toBe(true);
  });
});
