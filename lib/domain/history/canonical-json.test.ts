import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '@/lib/domain/history/canonical-json';

describe('canonical JSON', () => {
  it('is the same for the same value, in whatever order its keys were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(canonicalJson(Object.fromEntries(Object.entries(value).toReversed()))).toBe(canonicalJson(value));
      }),
    );
  });

  it('does not change when it is parsed and made again', () => {
    fc.assert(
      fc.property(fc.anything({ withDate: true, withBigInt: true }), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it.each([
    ['an instant with milliseconds', new Date(Date.UTC(2026, 1, 3, 4, 5, 6, 7)), '"2026-02-03T04:05:06.007Z"'],
    ['a big integer as a decimal string', 2n ** 64n, '"18446744073709551616"'],
    ['a number without JSON notation as null', [Number.NaN, Number.POSITIVE_INFINITY], '[null,null]'],
    ['nothing for an undefined member', { a: undefined, b: 1 }, '{"b":1}'],
    ['U+FFFD for what PostgreSQL cannot keep', 'a\0b\uD800', '"a\uFFFDb\uFFFD"'],
  ])('writes %s', (_what, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});
