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
    ['active', '2026-03-02T09:00:00.000Z', null, true],
    ['active', '2026-03-02T09:00:01.000Z', null, false],
    ['active', '2026-03-01T09:00:00.000Z', 'the next one', false],
    ['active', null, null, false],
    ['planned', '2026-03-01T09:00:00.000Z', null, false],
    ['ended', '2026-03-01T09:00:00.000Z', null, false],
  ] as const)('that is %s is reminded of from %s on (renewed: %s): %s', (state, remindAt, renewedById, isSoon) => {
    expect(isEndingSoon({ state, remindAt, renewedById }, now)).toBe(isSoon);
  });
});
