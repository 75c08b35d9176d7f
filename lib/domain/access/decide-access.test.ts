import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccessFacts, type AccessRule, decideAccess, type AccessLimits } from '@/lib/domain/access/decide-access';
import type { AutoBlock } from '@/lib/domain/auto-block/contract';
import { autoBlockOff } from '@/scripts/testing/auto-block-off';
import { matchesPattern } from '@/lib/domain/access/matches-pattern';

const level = fc.constantFrom('allowed', 'blocked', 'quarantined');
const version = fc.constantFrom('2.5', '9', '12.1', '14.0', '14.1', '16.0', '16.1', '17', '17.4.1');
const textOrNone = fc.constantFrom(null, '', 'iPhone', 'iPhone12C3', 'iOS 17.4.1 21E236', 'Android 9', 'Android');
const excess: AutoBlock = {
  kind: 'sameSyncKey',
  count: 61,
  limit: 60,
  minutes: 5,
  since: '2026-03-01T13:20:00.000Z',
  until: '2026-03-01T14:20:00.000Z',
};
const facts: fc.Arbitrary<AccessFacts> = fc.record({
  accessOverride: fc.constantFrom('automatic', 'automatic', 'allow', 'block'),
  blockReason: fc.constantFrom(null, null, null, 'by_hand', 'wiped', 'deleted'),
  autoBlock: fc.option(fc.constant(excess), { freq: 3 }),
  isMailboxEnabled: fc.constantFrom(true, true, true, false),
  earlierDevices: fc.nat(3),
  deviceType: fc.constantFrom('iPhone', 'Android', 'SAMSUNGSMA536B'),
  model: textOrNone,
  os: textOrNone,
  userAgent: textOrNone,
  protocolVersion: fc.constantFrom('2.5', '12.1', '14.0', '14.1', '16.0', '16.1'),
  address: fc.constantFrom(null, '10.1.2.3', '10.2.0.1', '::ffff:10.1.2.3', '2001:db8::1', 'nonsense'),
});
const patterns = fc.option(
  fc.array(fc.constantFrom('iphone', 'IPHONE*', '*ios*', 'android ?', '*', '', '?ndroid*'), {
    minLength: 1,
    maxLength: 3,
  }),
  { nil: undefined },
);
const range = fc.option(
  fc.record({ from: fc.option(version, { nil: undefined }), below: fc.option(version, { nil: undefined }) }),
  { nil: undefined },
);
const rule: fc.Arbitrary<AccessRule> = fc.record({
  name: fc.string({ maxLength: 4 }),
  level,
  isEnabled: fc.constantFrom(true, true, false),
  conditions: fc.record({
    deviceType: patterns,
    model: patterns,
    os: patterns,
    osVersion: range,
    userAgent: patterns,
    protocolVersion: range,
    network: fc.option(
      fc.array(fc.constantFrom('10.1.0.0/16', '10.2.0.1', '2001:db8::/32'), { minLength: 1, maxLength: 2 }),
      { nil: undefined },
    ),
  }),
});
const limits: fc.Arbitrary<AccessLimits> = fc.record({
  defaultLevel: level,
  maxDevices: fc.option(fc.integer({ min: 1, max: 3 })),
  minProtocolVersion: fc.constantFrom(null, '12.1', '14.0', '16.1'),
  autoBlock: fc.boolean().map((isEnabled) => ({ ...autoBlockOff, isEnabled })),
});

/** The same, written as slowly and plainly as possible. */
function model(device: AccessFacts, rules: readonly AccessRule[], settings: AccessLimits): string {
  if (device.blockReason === 'wiped' || device.blockReason === 'deleted') return 'blocked';
  if (!device.isMailboxEnabled) return 'blocked';
  if (device.blockReason === 'by_hand' || device.accessOverride === 'block') return 'blocked';
  if (device.autoBlock !== null && settings.autoBlock.isEnabled) return 'blocked';
  if (device.accessOverride === 'allow') return 'allowed';
  if (settings.maxDevices !== null && device.earlierDevices + 1 > settings.maxDevices) return 'quarantined';
  const minimum = settings.minProtocolVersion;
  if (minimum !== null && Number(device.protocolVersion) < Number(minimum)) return 'blocked';
  const match = rules.find(({ isEnabled, conditions }) => {
    const os = /[\d.]+/.exec(device.os ?? '')?.[0] ?? null;
    return (
      isEnabled &&
      plainText(device.deviceType, conditions.deviceType) &&
      plainText(device.model, conditions.model) &&
      plainText(device.os, conditions.os) &&
      plainText(device.userAgent, conditions.userAgent) &&
      plainRange(os, conditions.osVersion) &&
      plainRange(device.protocolVersion, conditions.protocolVersion) &&
      plainNetwork(device.address, conditions.network)
    );
  });
  return match?.level ?? settings.defaultLevel;
}

const plainText = (value: string | null, wanted: string[] | undefined) =>
  !wanted || (value !== null && wanted.some((each) => plainPattern(each).test(value)));
const plainPattern = (pattern: string) =>
  new RegExp(
    `^${pattern
      .replaceAll('.', String.raw`\.`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'is',
  );

function plainRange(value: string | null, wanted: { from?: string; below?: string } | undefined): boolean {
  if (!wanted) return true;
  if (value === null) return false;
  const number = (text: string) =>
    [...text.split('.'), '0', '0', '0'].slice(0, 3).reduce((sum, part) => sum * 1000 + Number(part), 0);
  if (wanted.from !== undefined && number(value) < number(wanted.from)) return false;
  return wanted.below === undefined || number(value) < number(wanted.below);
}

function plainNetwork(address: string | null, wanted: string[] | undefined): boolean {
  if (!wanted) return true;
  const inside: Record<string, string[]> = {
    '10.1.0.0/16': ['10.1.2.3', '::ffff:10.1.2.3'],
    '10.2.0.1': ['10.2.0.1'],
    '2001:db8::/32': ['2001:db8::1'],
  };
  return address !== null && wanted.some((each) => inside[each]?.includes(address));
}

describe('the access decision', () => {
  it('agrees with the plain rule', () => {
    fc.assert(
      fc.property(facts, fc.array(rule, { maxLength: 5 }), limits, (device, rules, settings) => {
        expect(decideAccess(device, rules, settings).level).toBe(model(device, rules, settings));
      }),
      { numRuns: 3000 },
    );
  });

  it('gives a trace whose last step alone decides, and a reason exactly if it refuses', () => {
    fc.assert(
      fc.property(facts, fc.array(rule, { maxLength: 5 }), limits, (device, rules, settings) => {
        const decision = decideAccess(device, rules, settings);
        expect(decision.trace.at(-1)?.outcome).toBe(decision.level);
        expect(decision.trace.slice(0, -1).every(({ outcome }) => outcome === 'passed')).toBe(true);
        expect(decision.reason === null).toBe(decision.level === 'allowed');
      }),
    );
  });

  const device: AccessFacts = {
    accessOverride: 'automatic',
    blockReason: null,
    autoBlock: null,
    isMailboxEnabled: true,
    earlierDevices: 0,
    deviceType: 'iPhone',
    model: 'iPhone12C3',
    os: 'iOS 16.7.2',
    userAgent: null,
    protocolVersion: '16.1',
    address: '192.0.2.7',
  };
  const open: AccessLimits = {
    defaultLevel: 'allowed',
    maxDevices: null,
    minProtocolVersion: null,
    autoBlock: autoBlockOff,
  };
  const old: AccessRule = {
    name: 'Old iOS',
    level: 'quarantined',
    isEnabled: true,
    conditions: { os: ['iOS*'], osVersion: { below: '17' } },
  };

  it('does not let an older "allow" in the way of a wipe', () => {
    const wiped = { ...device, accessOverride: 'allow', blockReason: 'wiped' } as const;
    expect(decideAccess(wiped, [], open)).toMatchObject({ level: 'blocked', reason: 'wiped' });
  });

  it('refuses for its behaviour also a device allowed by hand, and says until when and what for', () => {
    const senseless = { ...device, accessOverride: 'allow', autoBlock: excess } as const;
    const isOn = { ...open, autoBlock: { ...autoBlockOff, isEnabled: true } };
    const decision = decideAccess(senseless, [], isOn);
    expect(decision).toMatchObject({ level: 'blocked', reason: 'auto_block' });
    expect(decision.trace.at(-1)).toEqual({ rule: 'auto_block', outcome: 'blocked', autoBlock: excess });
    expect(decideAccess(senseless, [], open)).toMatchObject({ level: 'allowed' });
    // What a person decided is not hidden behind it.
    expect(decideAccess({ ...senseless, accessOverride: 'block' }, [], isOn)).toMatchObject({ reason: 'by_hand' });
  });

  it('lets nobody into a mailbox that is switched off, not even a device allowed by hand', () => {
    const off = { ...device, accessOverride: 'allow', isMailboxEnabled: false } as const;
    expect(decideAccess(off, [], open)).toMatchObject({ level: 'blocked', reason: 'mailbox_off' });
  });

  it('frees a phone that was updated, and says which rule held it and which no longer does', () => {
    expect(decideAccess(device, [old], open).trace.at(-1)).toEqual({
      rule: 'access_rule',
      position: 1,
      name: 'Old iOS',
      outcome: 'quarantined',
    });
    const { level: after, trace } = decideAccess({ ...device, os: 'iOS 17.0' }, [old], open);
    expect(after).toBe('allowed');
    expect(trace.at(-2)).toMatchObject({ position: 1, outcome: 'passed', missed: 'osVersion', actual: '17.0' });
  });

  it('takes what a device has not told for no match', () => {
    const { trace } = decideAccess({ ...device, os: null }, [old], open);
    expect(trace.at(-2)).toEqual({
      rule: 'access_rule',
      position: 1,
      name: 'Old iOS',
      outcome: 'passed',
      missed: 'os',
    });
  });
});

describe('a pattern', () => {
  it('is read in bounded time, however many stars it has', () => {
    const started = performance.now();
    expect(matchesPattern('a'.repeat(2000), `${'*a'.repeat(100)}b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('takes every other character for itself', () => {
    expect(matchesPattern('a.b', 'a?b')).toBe(true);
    expect(matchesPattern('axb', 'a.b')).toBe(false);
    expect(matchesPattern('(x)[y]', '(X)[*]')).toBe(true);
  });
});
