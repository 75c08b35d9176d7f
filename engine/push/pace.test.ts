import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace } from './pace';

const running = new AbortController().signal;
let given: number;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  given = 0;
});
afterEach(() => vi.useRealTimers());

const ask = (pace: Pace, turns: number) => {
  for (let turn = 0; turn < turns; turn += 1) void pace.turn(running).then(() => (given += 1));
};
const after = async (ms: number) => {
  await vi.advanceTimersByTimeAsync(ms);
  return given;
};

describe('a pace', () => {
  it('lets the first go at once and the others so many a second', async () => {
    ask(new Pace({ atOnce: 3, perSecond: 10 }), 6);
    expect(await after(0)).toBe(3);
    expect(getEventListeners(running, 'abort')).toHaveLength(3);
    expect(await after(99)).toBe(3);
    expect(await after(1)).toBe(4);
    expect(await after(200)).toBe(6);
    expect(getEventListeners(running, 'abort')).toEqual([]);
  });

  it('lets as many go at once again after a rest, and no more than that', async () => {
    const pace = new Pace({ atOnce: 3, perSecond: 10 });
    ask(pace, 3);
    await after(3_600_000);
    ask(pace, 5);
    expect(await after(0)).toBe(6);
    expect(await after(200)).toBe(8);
  });

  it('gives no turn when it is called off, before or while it is waited for', async () => {
    const pace = new Pace({ atOnce: 0, perSecond: 10 });
    await expect(pace.turn(AbortSignal.abort(new Error('called off')))).rejects.toThrow('called off');
    const calledOff = new AbortController();
    const turn = pace.turn(calledOff.signal);
    calledOff.abort(new Error('called off'));
    await expect(turn).rejects.toThrow('called off');
    expect(vi.getTimerCount()).toBe(0);
  });
});
