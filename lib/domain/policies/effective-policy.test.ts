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
  treatPartialAsCompliant: fc.boolean(),
  treatExternalAsCompliant: fc.boolean(),
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

const nothing = {
  policyId: null,
  name: null,
  settings: null,
  allowNonProvisionable: true,
  treatPartialAsCompliant: false,
  treatExternalAsCompliant: false,
  refreshIntervalHours: null,
};

function slowEffectivePolicy(input: PolicySources, now: number) {
  const active = input.exceptions
    .map((each) => ({ id: each.id, end: lastMinuteOf(each, now) ?? -1 }))
    .filter(({ end }) => end >= 0);
  const latest = Math.max(...active.map(({ end }) => end));
  const longest = active.find(({ end }) => end === latest);
  if (longest) {
    const exceptionEndsAt = latest === Number.POSITIVE_INFINITY ? null : at(latest);
    return { ...nothing, origin: 'exception', exceptionId: longest.id, exceptionEndsAt };
  }
  const candidates = [
    ['mailbox', input.mailboxPolicy],
    ['group', input.groupPolicy],
    ['default', input.defaultPolicy],
    ['none', null],
  ] as const;
  const [origin, chosen] = candidates.find(([name, each]) => each !== null || name === 'none') ?? ['none', null];
  const { id, ...policy } = chosen ?? { id: null, ...nothing, policyId: undefined };
  return { ...nothing, ...policy, policyId: id, origin, exceptionId: null, exceptionEndsAt: null };
}

describe('the effective policy', () => {
  it('agrees with a slow model in which precedence is a list and time is walked through', () => {
    fc.assert(
      fc.property(sources, minute, (input, now) => {
        expect(effectivePolicy(input, at(now))).toEqual(slowEffectivePolicy(input, now));
      }),
      { numRuns: 2000 },
    );
  });
});
