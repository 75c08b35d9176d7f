import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PolicySettings } from '@/lib/domain/policies/contract';
import { effectivePolicy } from '@/lib/domain/policies/effective-policy';
import type { ExceptionSource, PolicySource, PolicySources } from '@/lib/domain/policies/effective-policy';

const ORIGIN = Date.UTC(2026, 0, 1);
const at = (minute: number) => new Date(ORIGIN + minute * 60_000);

const minute = fc.integer({ min: 0, max: 12 });
const settingNames = ['AllowCamera', 'DevicePasswordEnabled', 'MinDevicePasswordLength', 'AllowWiFi'] as const;
const exception: fc.Arbitrary<ExceptionSource> = fc.record({
  id: fc.uuid(),
  settings: fc.uniqueArray(fc.constantFrom(...settingNames), { maxLength: 2 }),
  startsAt: minute.map(at),
  endsAt: fc.option(minute.map(at)),
  endedAt: fc.option(minute.map(at)),
});
const policy: fc.Arbitrary<PolicySource> = fc.record({
  id: fc.uuid(),
  name: fc.string(),
  settings: fc
    .record({
      DevicePasswordEnabled: fc.boolean(),
      AllowCamera: fc.boolean(),
      MinDevicePasswordLength: fc.option(fc.integer({ min: 1, max: 16 })),
    })
    .map((settings) => PolicySettings.parse(settings)),
  allowNonProvisionable: fc.boolean(),
  treatPartialAsCompliant: fc.boolean(),
  treatExternalAsCompliant: fc.boolean(),
  refreshIntervalHours: fc.option(fc.integer({ min: 1, max: 100 })),
});
const sources: fc.Arbitrary<PolicySources> = fc.record({
  exceptions: fc.array(exception, { maxLength: 5 }),
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
    .map((each) => ({ id: each.id, settings: each.settings, end: lastMinuteOf(each, now) ?? -1 }))
    .filter(({ end }) => end >= 0);
  const longestOf = (several: typeof active) => {
    const latest = Math.max(...several.map(({ end }) => end));
    const longest = several.find(({ end }) => end === latest);
    return longest && { id: longest.id, endsAt: latest === Number.POSITIVE_INFINITY ? null : at(latest) };
  };
  const full = longestOf(active.filter(({ settings }) => settings.length === 0));
  if (full) {
    const end = { exceptionId: full.id, exceptionEndsAt: full.endsAt, exemptSettings: [] };
    return { ...nothing, origin: 'exception', ...end };
  }
  const candidates = [
    ['mailbox', input.mailboxPolicy],
    ['group', input.groupPolicy],
    ['default', input.defaultPolicy],
    ['none', null],
  ] as const;
  const [origin, chosen] = candidates.find(([name, each]) => each !== null || name === 'none') ?? ['none', null];
  const { id, ...policy } = chosen ?? { id: null, ...nothing, policyId: undefined };
  // Setting by setting, in the order of the alphabet.
  const settings: Record<string, unknown> = { ...policy.settings };
  const exemptSettings: unknown[] = [];
  for (const name of settingNames.toSorted((a, b) => a.localeCompare(b))) {
    const longest = longestOf(active.filter((each) => each.settings.includes(name)));
    if (!longest || chosen === null) continue;
    settings[name] = { AllowCamera: true, AllowWiFi: true, DevicePasswordEnabled: false }[name as string] ?? null;
    exemptSettings.push({ name, exceptionId: longest.id, endsAt: longest.endsAt });
  }
  const rest = { policyId: id, origin, exceptionId: null, exceptionEndsAt: null, exemptSettings };
  return { ...nothing, ...policy, settings: chosen === null ? null : settings, ...rest };
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

describe('a setting that an exception names', () => {
  it('is put back to its initial value and no other is; the policy stays as it is', () => {
    const settings = PolicySettings.parse({ AllowCamera: false, DevicePasswordEnabled: true });
    const [exceptionId, id] = ['018f0000-0000-7000-8000-00000000000a', '018f0000-0000-7000-8000-00000000000b'];
    const own: PolicySource = {
      id,
      name: 'Strict',
      settings,
      allowNonProvisionable: false,
      treatPartialAsCompliant: false,
      treatExternalAsCompliant: false,
      refreshIntervalHours: null,
    };
    const exceptions: ExceptionSource[] = [
      { id: exceptionId, settings: ['AllowCamera'], startsAt: at(0), endsAt: at(5), endedAt: null },
    ];
    const sources = { exceptions, mailboxPolicy: own, groupPolicy: null, defaultPolicy: null };
    expect(effectivePolicy(sources, at(1))).toMatchObject({
      origin: 'mailbox',
      settings: { ...settings, AllowCamera: true },
      exemptSettings: [{ name: 'AllowCamera', exceptionId, endsAt: at(5) }],
    });
    expect(effectivePolicy(sources, at(5))).toMatchObject({ settings, exemptSettings: [] });
    expect(own.settings).toEqual(PolicySettings.parse({ AllowCamera: false, DevicePasswordEnabled: true }));
  });
});
