import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ContinuityTraits,
  gradeContinuity,
  LONGEST_GAP_MS,
  OVERLAP_MS,
} from '@/lib/domain/continuity/grade-continuity';

const START = Date.parse('2026-03-01T08:00:00.000Z');
const HOUR_MS = 3_600_000;
/** Each value with what it is compared as, so that the plain rule needs no parser. */
const imeis = [
  [null, null],
  ['', null],
  ['356938035643809', 'A'],
  ['35-693803-564380-9', 'A'],
  ['3569380356438012', 'A'],
  ['490154203237518', 'B'],
  ['000000000000000', null],
  ['123456789012345', null],
  ['unknown', null],
] as const;
const numbers = [
  [null, null],
  ['+49 170 1234567', 'N'],
  ['0170 1234567', 'N'],
  ['+1 555 987 6543', 'M'],
  ['110', null],
] as const;
const names = [
  [null, null],
  ['  ', null],
  ["Anna's iPhone", 'anna'],
  ["anna's  iphone", 'anna'],
  ['Work', 'work'],
] as const;
const models = [
  [null, null],
  ['iPhone15C4', 'x'],
  ['iphone15c4 ', 'x'],
  ['SM-A536B', 'y'],
] as const;
const systems = [
  [null, null, 0],
  ['iOS 17.4.1 21E236', 'ios', 17],
  ['iOS 18', 'ios', 18],
  ['Android 14', 'android', 14],
] as const;
const apps = [
  [null, null],
  ['Apple-iPhone15C4/2206.76', 'apple'],
  ['Apple-iPhone15C4/2301.1', 'apple'],
  ['Outlook-iOS-Android/1.0', 'outlook'],
] as const;

const device = fc
  .record({
    deviceKey: fc.constantFrom('a', 'b', 'c'),
    imei: fc.constantFrom(...imeis),
    phoneNumber: fc.constantFrom(...numbers),
    friendlyName: fc.constantFrom(...names),
    model: fc.constantFrom(...models),
    os: fc.constantFrom(...systems),
    userAgent: fc.constantFrom(...apps),
    firstHour: fc.constantFrom(0, 1, 2, 24, 30 * 24, 200 * 24),
    hours: fc.constantFrom(0, 1, 2, 24, 200 * 24),
  })
  .map((plain) => ({ plain, traits: traitsOf(plain) }));
type Device = typeof device extends fc.Arbitrary<infer Value> ? Value : never;

function traitsOf(plain: {
  deviceKey: string;
  imei: readonly [string | null, unknown];
  phoneNumber: readonly [string | null, unknown];
  friendlyName: readonly [string | null, unknown];
  model: readonly [string | null, unknown];
  os: readonly [string | null, unknown, number];
  userAgent: readonly [string | null, unknown];
  firstHour: number;
  hours: number;
}): ContinuityTraits {
  const firstContactAt = new Date(START + plain.firstHour * HOUR_MS);
  return {
    deviceKey: plain.deviceKey,
    imei: plain.imei[0],
    phoneNumber: plain.phoneNumber[0],
    friendlyName: plain.friendlyName[0],
    model: plain.model[0],
    os: plain.os[0],
    userAgent: plain.userAgent[0],
    firstContactAt,
    lastContactAt: new Date(firstContactAt.getTime() + plain.hours * HOUR_MS),
  };
}

/** The same, case by case, over values that are already what they are compared as. */
function plainRule({ plain: now }: Device, { plain: before }: Device): string | null {
  const both = (a: unknown, b: unknown) => a !== null && b !== null;
  if (now.deviceKey === before.deviceKey) return null;
  if (before.firstHour >= now.firstHour) return null;
  const hasImeis = both(now.imei[1], before.imei[1]);
  if (hasImeis && now.imei[1] === before.imei[1]) return 'certain';
  if (hasImeis) return null;
  const silentHours = now.firstHour - (before.firstHour + before.hours);
  if (silentHours < 0 || silentHours > 180 * 24) return null;
  if (!both(now.model[1], before.model[1]) || now.model[1] !== before.model[1]) return null;
  const hasSystems = both(now.os[1], before.os[1]);
  if (hasSystems && now.os[1] !== before.os[1]) return null;
  const hasNumbers = both(now.phoneNumber[1], before.phoneNumber[1]);
  if (hasNumbers) return now.phoneNumber[1] === before.phoneNumber[1] ? 'likely' : null;
  const isSystem = hasSystems && now.os[2] >= before.os[2];
  const isApp = both(now.userAgent[1], before.userAgent[1]) && now.userAgent[1] === before.userAgent[1];
  if (!both(now.friendlyName[1], before.friendlyName[1])) return isSystem || isApp ? 'possible' : null;
  if (now.friendlyName[1] !== before.friendlyName[1]) return null;
  return isSystem || isApp ? 'likely' : 'possible';
}

describe('whether two partnerships are one phone', () => {
  it('agrees with the plain rule', () => {
    fc.assert(
      fc.property(device, device, (now, before) => {
        const graded = gradeContinuity(now.traits, before.traits);
        expect(graded?.certainty ?? null).toBe(plainRule(now, before));
      }),
      { numRuns: 10_000 },
    );
  });

  it('goes one way only, never over two different IMEIs, and is certain by an IMEI alone', () => {
    fc.assert(
      fc.property(device, device, (one, other) => {
        const [there, back] = [gradeContinuity(one.traits, other.traits), gradeContinuity(other.traits, one.traits)];
        expect(there !== null && back !== null).toBe(false);
        expect(there?.certainty === 'certain').toBe(there?.signs.includes('imei') ?? false);
        const [a, b] = [one.plain.imei[1], other.plain.imei[1]];
        const isOtherPhone = a !== null && b !== null && a !== b;
        expect(isOtherPhone && (there !== null || back !== null)).toBe(false);
      }),
    );
  });

  it('holds up to the last moment of the overlap, and to the last of the gap, and no longer', () => {
    const known = { imei: null, phoneNumber: null, friendlyName: 'Anna', model: 'Pixel 8', os: null, userAgent: null };
    const at = (ms: number) => new Date(START + ms);
    const current = { ...known, deviceKey: 'new', firstContactAt: at(0), lastContactAt: at(0) };
    const former = (lastMs: number) => {
      return { ...known, deviceKey: 'old', firstContactAt: at(-2 * LONGEST_GAP_MS), lastContactAt: at(lastMs) };
    };
    const isOffered = (lastMs: number) => gradeContinuity(current, former(lastMs)) !== null;
    expect([OVERLAP_MS, OVERLAP_MS + 1].map(isOffered)).toEqual([true, false]);
    expect([-LONGEST_GAP_MS, -LONGEST_GAP_MS - 1].map(isOffered)).toEqual([true, false]);
  });
});
