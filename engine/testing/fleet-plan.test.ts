import { describe, expect, it } from 'vitest';
import { protocolVersions } from '@/lib/protocol/eas/protocol-version';
import { parseEasQuery } from '@/lib/protocol/http/parse-eas-query';
import { encodePlainQuery } from '@/lib/protocol/http/plain-query';
import { mailboxOf, ownerNames } from '@/engine/testing/fleet-owners';
import { planFleet } from '@/engine/testing/fleet-plan';
import { phoneProfiles } from '@/engine/testing/phone-profiles';
import { SeededRandom } from '@/engine/testing/seeded-random';

const plan = (phones = 40, seed = 2005) => planFleet({ phones, seed, domain: 'example.com' });

describe('a fleet', () => {
  it('is the same for the same seed and another for another', () => {
    expect(plan()).toEqual(plan());
    expect(plan(40, 1)).not.toEqual(plan(40, 2));
  });

  it('begins the same whatever its size, so that phones keep their names when it grows', () => {
    expect(plan(60).slice(0, 40)).toEqual(plan(40));
  });

  it('has one phone that refuses policies and one whose wipe fails, from eight phones on', () => {
    const habits = plan(8).map((each) => each.habits);
    expect(habits.filter(({ policyAnswer }) => policyAnswer === 3)).toHaveLength(1);
    expect(habits.filter(({ failedWipes = 0 }) => failedWipes > 0)).toHaveLength(1);
  });

  it('has one of each reaction to policies from twenty phones on, none of which is asleep', () => {
    const habits = plan(20).map((each) => each.habits);
    const reactions = [
      habits.filter(({ policyAnswer }) => policyAnswer === 2),
      habits.filter(({ policyAnswer }) => policyAnswer === 3),
      habits.filter(({ policyAnswer }) => policyAnswer === 4),
      habits.filter(({ keepsPolicyKey }) => keepsPolicyKey === false),
      habits.filter(({ heedsEndOfPing }) => heedsEndOfPing === false),
      habits.filter(({ failedWipes }) => failedWipes),
    ];
    expect(reactions.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(reactions.flat().some(({ sleepsAfterSetUp, push }) => sleepsAfterSetUp || push === 'poll')).toBe(false);
  });

  it('has no phone that speaks 2.5 alone, which an engine may not serve', () => {
    const versions = plan(500).flatMap(({ profile }) => profile.protocolVersions);
    expect(versions).not.toContain('2.5');
  });

  it('has phones asleep, phones that look now and then, and mostly phones on held pings', () => {
    const habits = plan().map((each) => each.habits);
    expect(habits.filter(({ sleepsAfterSetUp }) => sleepsAfterSetUp)).toHaveLength(6);
    expect(habits.filter(({ push }) => push === 'poll').length).toBeGreaterThan(0);
    expect(habits.filter(({ push, sleepsAfterSetUp }) => !push && !sleepsAfterSetUp).length).toBeGreaterThan(25);
  });

  it('gives every phone an id of its own that the engine accepts', () => {
    const phones = plan(500);
    expect(new Set(phones.map(({ deviceId }) => deviceId)).size).toBe(500);
    for (const { deviceId, user, profile } of phones) {
      const query = encodePlainQuery({ command: 'Ping', user, deviceId, deviceType: profile.deviceType });
      expect(parseEasQuery(query, {})).toMatchObject({ user, deviceId, deviceType: profile.deviceType });
    }
  });

  it('gives some people a second device once everybody has one', () => {
    const users = plan(40).map(({ user }) => user);
    expect(new Set(users).size).toBe(ownerNames.length);
    expect(users[ownerNames.length]).toBe(users[0]);
  });

  it('has mailboxes of plain letters, all different', () => {
    const users = new Set(plan(500).map(({ user }) => user));
    expect([...users].every((user) => /^[a-z]+(\.[a-z]+)+@example\.com$/.test(user))).toBe(true);
    expect(users.size).toBeGreaterThan(400);
  });

  it('gives telephones a number and an IMEI whose last digit checks the others', () => {
    for (const { profile } of plan(100)) {
      const { imei, phoneNumber } = profile.device;
      expect(Boolean(imei)).toBe(profile.hasSim);
      expect(Boolean(phoneNumber)).toBe(profile.hasSim);
      const doubled = Array.from(imei ?? '', Number).map((digit, index) => (index % 2 === 1 ? digit * 2 : digit));
      const sum = doubled.reduce((total, digit) => total + (digit > 9 ? digit - 9 : digit), 0);
      expect(sum % 10).toBe(0);
    }
  });
});

describe('profiles', () => {
  it('name Apple builds as Apple Mail does', () => {
    expect(phoneProfiles.find(({ userAgent }) => userAgent === 'Apple-iPhone15C4/2206.76')?.device.os).toBe(
      'iOS 18.5 22F76',
    );
  });

  it('cover every protocol version as their newest', () => {
    const newest = new Set(phoneProfiles.map((profile) => profile.protocolVersions.at(-1)));
    expect(newest).toEqual(new Set(protocolVersions));
  });
});

it('writes names as mailboxes without accents', () => {
  expect(['Hannah Schäfer', 'Elif Yılmaz', 'Vera Dvořák', 'Ruth Weiß'].map((name) => mailboxOf(name, 'x.org'))).toEqual(
    ['hannah.schaefer@x.org', 'elif.yilmaz@x.org', 'vera.dvorak@x.org', 'ruth.weiss@x.org'],
  );
});

it('spreads random numbers over the whole range', () => {
  const random = new SeededRandom(1);
  const counts = Array.from({ length: 10 }, () => 0);
  for (let index = 0; index < 10_000; index += 1) {
    const bucket = random.integer(0, 9);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(900);
  expect(Math.max(...counts)).toBeLessThan(1100);
});
