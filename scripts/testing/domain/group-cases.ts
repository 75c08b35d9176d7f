import fc from 'fast-check';

/** Few letters, so that they match often, and all that LIKE gives a meaning or that is more than one unit or octet long. */
const letter = fc.constantFrom('a', 'b', '@', '.', '%', '_', '\\', 'ü', '😀');
const text = (unit: fc.Arbitrary<string>, maxLength: number) =>
  fc.array(unit, { minLength: 1, maxLength }).map((units) => units.join(''));
const pattern = text(fc.oneof(letter, fc.constantFrom('*', '?')), 6);

/** Groups with patterns, some in the same place, and a name. */
export const groupCases = fc.record({
  name: text(letter, 8),
  groups: fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      position: fc.integer({ min: 1, max: 4 }),
      patterns: fc.array(pattern, { maxLength: 3 }),
    }),
    { selector: ({ id }) => id, maxLength: 5 },
  ),
});
