import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uidSets } from './uid-sets';

const expand = (sets: readonly string[]) =>
  sets
    .flatMap((set) => set.split(','))
    .flatMap((range) => {
      const [first = 0, last = first] = range.split(':').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });

describe('sets of uids', () => {
  it('are as short as they can be', () => {
    expect(uidSets([5, 1, 2, 3, 3, 9])).toEqual(['1:3,5,9']);
    expect(uidSets([7])).toEqual(['7']);
    expect(uidSets([])).toEqual([]);
  });

  it('name every uid once, in lines that servers take', () => {
    const uids = fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 3000 });
    fc.assert(
      fc.property(uids, (list) => {
        const sets = uidSets(list);
        expect(expand(sets)).toEqual([...new Set(list)].toSorted((a, b) => a - b));
        expect(sets.every(({ length }) => length > 0 && length < 4100)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
