import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RepeatedLook } from '@/engine/repeated-look';

const HOUR_MS = 3_600_000;

/** One that sleeps for an hour each time, and of which the test ends each look. */
function start() {
  const ends: (() => void)[] = [];
  const look = () => new Promise<number>((resolve) => ends.push(() => resolve(HOUR_MS)));
  const looks = new RepeatedLook(HOUR_MS, look);
  const end = async () => {
    ends.at(-1)?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { looks, end, count: () => ends.length };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a repeated look', () => {
  it('sleeps for so long as the last one said', async () => {
    const { end, count } = start();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    await end();
    await vi.advanceTimersByTimeAsync(HOUR_MS - 1);
    expect(count()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(count()).toBe(2);
  });

  it('comes soon when it is asked for, once however often', async () => {
    const { looks, end, count } = start();
    for (let time = 0; time < 100; time += 1) looks.soon();
    await vi.advanceTimersByTimeAsync(500);
    expect(count()).toBe(1);
    await end();
    await vi.advanceTimersByTimeAsync(HOUR_MS - 1);
    expect(count()).toBe(1);
  });

  it('is not put off by being asked for again and again', async () => {
    const { looks, count } = start();
    for (let time = 0; time < 5; time += 1) {
      looks.soon();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(count()).toBe(1);
  });

  it('is followed by another one when something changes while it looks, and never looks twice at a time', async () => {
    const { looks, end, count } = start();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    looks.soon();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(count()).toBe(1);
    await end();
    await vi.advanceTimersByTimeAsync(500);
    expect(count()).toBe(2);
  });

  it('looks no more once it is closed, and waits for the look under way', async () => {
    const { looks, end, count } = start();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    let isClosed = false;
    const closing = looks.close().then(() => (isClosed = true));
    await vi.advanceTimersByTimeAsync(0);
    expect(isClosed).toBe(false);
    await end();
    await closing;
    looks.soon();
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(count()).toBe(1);
  });
});
