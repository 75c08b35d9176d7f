import { describe, expect, it } from 'vitest';
import { endAfter, isEndingSoon, lastDayOf } from '@/components/exceptions/exception-term';

const now = new Date('2026-03-02T09:00:00Z');

describe('the term of an exception', () => {
  it('holds to the end of its last day, where the reader is', () => {
    const end = endAfter('2026-03-28', 'Europe/Berlin');
    expect(end.toISOString()).toBe('2026-03-28T23:00:00.000Z');
    expect(lastDayOf(end.toISOString(), 'Europe/Berlin')).toBe('2026-03-28');
  });

  it('is not told as whole days when it ends in the middle of one', () => {
    expect(lastDayOf('2026-03-28T12:00:00.000Z', 'Europe/Berlin')).toBeNull();
  });

  it.each([
    ['active', '2026-03-09T08:59:59.000Z', true],
    ['active', '2026-03-09T09:00:00.000Z', false],
    ['active', null, false],
    ['planned', '2026-03-03T09:00:00.000Z', false],
    ['ended', '2026-03-03T09:00:00.000Z', false],
  ] as const)('%s until %s ends soon: %s', (state, endsAt, isSoon) => {
    expect(isEndingSoon({ state, endsAt }, now)).toBe(isSoon);
  });
});
