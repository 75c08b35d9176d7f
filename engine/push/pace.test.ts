import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace } from './pace';

const { signal } = new AbortController();
const clock = { nowMs: 0, waits: [] as number[] };

// The clock of `node:timers/promises` is not among those that can be faked.
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, _value: undefined, options: { signal: AbortSignal }) => {
    options.signal.throwIfAborted();
    clock.waits.push(ms);
    return Promise.resolve();
  },
}));

beforeEach(() => {
  clock.nowMs = 1000;
  clock.waits = [];
  vi.spyOn(performance, 'now').mockImplementation(() => clock.nowMs);
});
afterEach(() => vi.restoreAllMocks());

async function turns(pace: Pace, count: number): Promise<number[]> {
  clock.waits = [];
  for (let turn = 0; turn < count; turn += 1) await pace.turn(signal);
  return clock.waits;
}

describe('a pace', () => {
  it('lets the first go at once and the others so many a second', async () => {
    const pace = new Pace({ atOnce: 3, perSecond: 10 });
    // Nobody waits really, so each is told how long from the beginning.
    expect(await turns(pace, 6)).toEqual([100, 200, 300]);
  });

  it('lets as many go at once again after a rest, and no more than that', async () => {
    const pace = new Pace({ atOnce: 3, perSecond: 10 });
    await turns(pace, 6);
    clock.nowMs += 300;
    expect(await turns(pace, 2)).toEqual([100, 200]);
    clock.nowMs += 3_600_000;
    expect(await turns(pace, 4)).toEqual([100]);
  });

  it('gives no turn when it is called off', async () => {
    const pace = new Pace({ atOnce: 1, perSecond: 10 });
    await expect(pace.turn(AbortSignal.abort())).rejects.toThrow('aborted');
    expect(await turns(pace, 1)).toEqual([]);
  });
});
