import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PolicySettings } from '@/lib/domain/policies/contract';
import { effectivePolicy } from '@/lib/domain/policies/effective-policy';
import type { ExceptionSource, PolicySource, PolicySources } from '@/lib/domain/policies/effective-policy';

const ORIGIN = Date.UTC(2026, 0, 1);
const at = (minute: number) => new Date(ORIGIN + minute * 60_000);

const minute = fc.integer({ min: 0, max: 12 });
const exception: fc.Arbitrary<ExceptionSource> = fc.record({
  id: fc.uuid(),
  startsAt: minute.map(at),
  endsAt: fc.option(minute.map(at)),
  endedAt: fc.option(minute.map(at)),
});
const policy: fc.Arbitrary<PolicySource> = fc.record({
  id: fc.uuid(),
  name: fc.string(),
  settings: fc.record({ DevicePasswordEnabled: fc.boolean() }).map((settings) => PolicySettings.parse(settings)),
  allowNonProvisionable: fc.boolean(),
  refreshIntervalHours: fc.option(fc.integer({ min: 1, max: 100 })),
});
const sources: fc.Arbitrary<PolicySources> = fc.record({
  exceptions: fc.array(exception, { maxLength: 4 }),
  mailboxPolicy: fc.option(policy),
  groupPolicy: fc.option(policy),
  defaultPolicy: fc.option(policy),
});

/** Walks through time minute by minute instead of comparing dates: the last minute of an exception, or Infinity. */
function lastMinuteOf({ startsAt, endsAt, endedAt }: ExceptionSource, now: number): number | null {
  const covers = (moment: number) =>
    at(moment).getTime() >= startsAt.getTime() &&
    ![endsAt, endedAt].some((end) => end !== null && at(moment).getTime() >= end.getTime());
  if (!covers(now)) return null;
  for (let moment = now; moment < 40; moment += 1) if (!covers(moment)) return moment;
  return Number.POSITIVE_INFINITY;
}

describe('the effective policy', () => {
  it('agrees with a slow model in which precedence is a list and time is walked through', () => {
    fc.assert(
      fc.property(sources, minute, (input, now) => {
        const result = effectivePolicy(input, at(now));
        const ends = input.exceptions.map((each) => lastMinuteOf(each, now)).filter((end) => end !== null);
        if (ends.length > 0) {
          const latest = Math.max(...ends);
          expect(result.origin).toBe('exception');
          expect(result.settings).toBeNull();
          expect(result.policyId).toBeNull();
          expect(result.exceptionEndsAt).toEqual(latest === Number.POSITIVE_INFINITY ? null : at(latest));
          const named = input.exceptions.find((each) => each.id === result.exceptionId);
          expect(named && lastMinuteOf(named, now)).toBe(latest);
          return;
        }
        const candidates = [
          ['mailbox', input.mailboxPolicy],
          ['group', input.groupPolicy],
          ['default', input.defaultPolicy],
        ] as const;
        const [origin, chosen] = candidates.find(([, each]) => each !== null) ?? ['none', null];
        expect(result).toEqual({
          origin,
          policyId: chosen?.id ?? null,
          name: chosen?.name ?? null,
          settings: chosen?.settings ?? null,
          allowNonProvisionable: chosen?.allowNonProvisionable ?? true,
          refreshIntervalHours: chosen?.refreshIntervalHours ?? null,
          exceptionId: null,
          exceptionEndsAt: null,
        });
      }),
      { numRuns: 2000 },
    );
  });
});
