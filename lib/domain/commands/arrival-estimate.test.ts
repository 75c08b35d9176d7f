import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateArrival } from '@/lib/domain/commands/arrival-estimate';

const now = new Date('2026-03-01T12:00:00.000Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const habit = (minutesAgo: number[], heartbeatSeconds: number | null = null) => ({
  lastContactAt: ago(minutesAgo[0] ?? 0),
  recentContacts: minutesAgo.map(ago),
  heartbeatSeconds,
});

describe('the estimate of arrival', () => {
  it('expects a phone after its usual interval, which one long night does not distort', () => {
    expect(estimateArrival(habit([5, 15, 25, 35, 600, 610]), now)).toEqual({
      kind: 'soon',
      usualIntervalSeconds: 600,
      silentSeconds: 300,
      expectedBy: ago(-5).toISOString(),
    });
  });

  it('calls a phone overdue once it is silent for more than twice its usual interval, and promises nothing', () => {
    expect(estimateArrival(habit([20, 30, 40]), now).kind).toBe('soon');
    expect(estimateArrival(habit([21, 31, 41]), now)).toMatchObject({ kind: 'overdue', expectedBy: null });
  });

  it('expects a phone at once while it is silent for no longer than its heartbeat: it holds a request', () => {
    expect(estimateArrival(habit([25, 26, 27], 1800), now)).toMatchObject({ kind: 'soon', expectedBy: null });
    expect(estimateArrival(habit([1], 900), now)).toMatchObject({ kind: 'soon', expectedBy: null });
    expect(estimateArrival(habit([31, 32, 33], 1800), now).kind).toBe('overdue');
  });

  it('says that it does not know with fewer than three contacts and no push', () => {
    expect(estimateArrival(habit([1, 2]), now)).toMatchObject({ kind: 'unknown', expectedBy: null });
    expect(estimateArrival(habit([20, 21], 900), now)).toMatchObject({ kind: 'unknown', expectedBy: null });
  });

  it('never expects a contact in the past, nor counts silence below zero', () => {
    const minutes = fc.array(fc.integer({ min: -5, max: 5000 }), { maxLength: 20 });
    fc.assert(
      fc.property(minutes, fc.option(fc.integer({ min: 60, max: 3540 })), (ages, heartbeat) => {
        const sorted = ages.toSorted((a, b) => a - b);
        const { expectedBy, silentSeconds } = estimateArrival(habit(sorted, heartbeat), now);
        expect(Date.parse(expectedBy ?? now.toISOString())).toBeGreaterThanOrEqual(now.getTime());
        expect(silentSeconds).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
