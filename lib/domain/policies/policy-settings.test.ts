import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PolicySettings, settingSince } from '@/lib/domain/policies/contract';
import { policyDocument, policyHash, provisionSettings } from '@/lib/domain/policies/policy-document';
import { protocolVersions } from '@/lib/protocol/eas/protocol-version';
import { carriedSettings } from '@/lib/protocol/eas/provision-document';
import {
  initialProvisionSettings,
  provisionSettingNames,
  provisionSettingTable,
  type SettingKind,
} from '@/lib/protocol/eas/provision-settings';

const versions = ['12.0', ...protocolVersions] as const;
const initial = PolicySettings.parse({});
const HASH = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';

type Name = keyof PolicySettings;

/** Values of the contract at its edges, other than the initial one, each with what must stand on the wire. */
function samplesOf(name: Name): [value: unknown, wire: string | readonly string[]][] {
  const { kind }: { kind: SettingKind } = provisionSettingTable[name];
  if (kind.type === 'boolean') return [[!initial[name], initial[name] ? '0' : '1']];
  if (kind.type === 'list') {
    const entries = kind.item === 'Hash' ? [HASH] : ['chat.exe', 'game.exe'];
    return [[entries, entries]];
  }
  const values = kind.values ?? edgesOf(name);
  return values.filter((value) => value !== initial[name]).map((value) => [value, String(value)]);
}

/** Least and most of a number, as the contract has them. */
function edgesOf(name: Name): number[] {
  const schema = z.toJSONSchema(PolicySettings.shape[name], { io: 'input' });
  const parts = [schema, ...(schema.anyOf ?? [])];
  const found = parts.flatMap((part) => [part.minimum, part.maximum, ...(part.enum ?? [])]);
  return found.filter((value) => typeof value === 'number');
}

const rows = provisionSettingNames.flatMap((name) =>
  samplesOf(name).flatMap(([value, wire]) => versions.map((version) => ({ name, value, wire, version }))),
);

describe('the settings of a policy', () => {
  it('are all that the document has', () => {
    expect(Object.keys(PolicySettings.shape).toSorted()).toEqual(provisionSettingNames.toSorted());
  });

  it('begin with what a device may do that was never told anything', () => {
    expect(provisionSettings(initial)).toEqual(initialProvisionSettings);
  });

  it('are tried with at least one value that is not the initial one', () => {
    expect(new Set(rows.map(({ name }) => name)).size).toBe(provisionSettingNames.length);
    expect(rows.length).toBeGreaterThan(300);
  });

  it.each(rows)(
    '$name = $value is told to a device of $version if that carries it',
    ({ name, value, wire, version }) => {
      const settings = PolicySettings.parse({ [name]: value });
      const isCarried = Number(version) >= Number(settingSince[name]);
      const pair = carriedSettings(provisionSettings(settings), version).find(([carried]) => carried === name);
      expect(pair).toEqual(isCarried ? [name, wire] : undefined);
      // A setting that this version does not carry never makes the device provision again; any other one does.
      expect(policyHash(settings, version) !== policyHash(initial, version)).toBe(isCarried);
    },
  );

  it.each(provisionSettingNames)('refuse for %s what is of another kind or out of range', (name) => {
    const numbers = edgesOf(name);
    const wrong: unknown[] = ['yes', 1.5, { on: true }, Number.NaN];
    if (numbers.length > 0) wrong.push(Math.min(...numbers) - 1, Math.max(...numbers) + 1, true);
    if (!PolicySettings.shape[name].safeParse(null).success) wrong.push(null);
    const accepted = wrong.filter((value) => PolicySettings.safeParse({ [name]: value }).success);
    expect(accepted).toEqual([]);
  });
});

describe('lists of applications', () => {
  it('are the same whatever the order of their lines, and however often one is there', () => {
    const one = PolicySettings.parse({ UnapprovedInROMApplicationList: ['b.exe', ' a.exe ', 'b.exe'] });
    expect(one.UnapprovedInROMApplicationList).toEqual(['a.exe', 'b.exe']);
    expect(PolicySettings.parse({ ApprovedApplicationList: [HASH.toUpperCase()] }).ApprovedApplicationList).toEqual([
      HASH,
    ]);
  });

  it.each([
    ['UnapprovedInROMApplicationList', ['']],
    ['UnapprovedInROMApplicationList', ['a\u0000.exe']],
    ['UnapprovedInROMApplicationList', ['a'.repeat(256)]],
    ['UnapprovedInROMApplicationList', Array.from({ length: 101 }, (_, index) => `${index}.exe`)],
    ['ApprovedApplicationList', [HASH.slice(1)]],
    ['ApprovedApplicationList', [`${HASH.slice(1)}g`]],
  ])('refuse in %s what phones could not read, and more than they should', (name, entries) => {
    expect(PolicySettings.safeParse({ [name]: entries }).success).toBe(false);
  });
});

describe('a policy that was saved before there were so many settings', () => {
  /** As version 0.1.0 stored it. */
  const stored = {
    DevicePasswordEnabled: true,
    AlphanumericDevicePasswordRequired: false,
    MinDevicePasswordComplexCharacters: 1,
    MinDevicePasswordLength: 6,
    MaxInactivityTimeDeviceLock: 900,
    MaxDevicePasswordFailedAttempts: null,
    DevicePasswordExpiration: null,
    DevicePasswordHistory: 0,
    AllowSimpleDevicePassword: false,
    RequireDeviceEncryption: false,
    RequireStorageCardEncryption: false,
  };

  it.each(versions)('still tells a device of %s the very same, so nobody provisions again', (version) => {
    const before = carriedSettings({ ...initialProvisionSettings, ...stored }, version);
    expect(carriedSettings(provisionSettings(PolicySettings.parse(stored)), version)).toEqual(before);
  });

  it('has the hash that devices acknowledged then', () => {
    const settings = PolicySettings.parse(stored);
    expect(policyDocument(settings, '16.1')).toHaveLength(41);
    expect([policyHash(settings, '12.0'), policyHash(settings, '16.1')]).toEqual([
      '2d9b0cb3dc508c251bc1a8d7653f74a0d494867cd46d5b4380ff5e58fbaaccd5',
      'd8a5e8d31c044c733a2405dab5baed7bf26a5e9199f990e7d8eccc263939fe6f',
    ]);
  });
});
