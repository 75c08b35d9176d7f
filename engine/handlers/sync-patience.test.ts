import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patienceFor } from './sync-patience';

/** What a client is given that breaks on one of so many changes, until it goes on. Gives the number of its attempts. */
function attemptsUntilPast(changes: number): { attempts: number; skipped: number } {
  let [attempts, repeats, left] = [1, 0, changes];
  for (;;) {
    const patience = patienceFor(repeats + 1, left);
    attempts += 1;
    if (patience.isSkipped) return { attempts, skipped: left };
    left = Math.min(left, patience.windowSize);
    repeats = patience.repeats;
  }
}

describe('patience with a client that asks for the same again', () => {
  it('gives all of it twice more: answers are lost now and then', () => {
    for (const repeats of [1, 2])
      expect(patienceFor(repeats, 100)).toEqual({ windowSize: 100, isBare: false, isSkipped: false, repeats });
  });

  it('comes to an end for any number of changes, and leaves out one at a time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 512 }), (changes) => {
        const { attempts, skipped } = attemptsUntilPast(changes);
        expect(skipped).toBe(1);
        expect(attempts).toBeLessThan(25);
      }),
    );
  });

  it('gives a single mail without its body before it leaves it out', () => {
    const asked = Array.from({ length: 11 }, (_each, index) => patienceFor(index + 1, 1));
    expect(asked.map(({ isBare }) => isBare)).toEqual([false, false, ...Array.from({ length: 8 }, () => true), false]);
    expect(asked.findIndex(({ isSkipped }) => isSkipped)).toBe(10);
  });

  it('has nothing to find where nothing was given', () => {
    expect(patienceFor(50, 0)).toMatchObject({ isBare: false, isSkipped: false });
  });
});
