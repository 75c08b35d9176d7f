import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProvisionResponse } from '@/lib/protocol/eas/provision';
import {
  carriedSettings,
  readProvisionDocument,
  settingsCarriedBy,
  writeProvisionDocument,
} from '@/lib/protocol/eas/provision-document';
import {
  initialProvisionSettings,
  provisionSettingNames,
  type ProvisionSettings,
} from '@/lib/protocol/eas/provision-settings';
import { protocolVersions } from '@/lib/protocol/eas/protocol-version';
import { codePages } from '@/lib/protocol/wbxml/code-pages';
import { decodeWbxml } from '@/lib/protocol/wbxml/decode-wbxml';
import { text } from '@/lib/protocol/wbxml/element';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const strict: ProvisionSettings = {
  ...initialProvisionSettings,
  DevicePasswordEnabled: true,
  MinDevicePasswordLength: 6,
  MaxInactivityTimeDeviceLock: 900,
  AllowSimpleDevicePassword: false,
  RequireDeviceEncryption: true,
  MaxCalendarAgeFilter: 5,
  UnapprovedInROMApplicationList: ['game.exe', 'chat.exe'],
  ApprovedApplicationList: ['da39a3ee5e6b4b0d3255bfef95601890afd80709'],
};

const names = (settings: ProvisionSettings, version: Parameters<typeof writeProvisionDocument>[1]) =>
  writeProvisionDocument(settings, version).children.map(({ name }) => name);

describe('a policy document', () => {
  it('lists its settings in the order of their tokens', () => {
    const tokens: Record<string, number> = codePages.Provision.tags;
    const order = names(strict, '16.1').map((name) => tokens[name]);
    expect(order).toEqual(order.toSorted((a = 0, b = 0) => a - b));
    expect(new Set(order).size).toBe(42);
  });

  it('never carries what is no longer in use', () => {
    expect(provisionSettingNames).not.toContain('DocumentBrowseEnabled');
  });

  it('holds all settings at every version that is served', () => {
    expect(protocolVersions.map((version) => settingsCarriedBy(version).length)).toEqual([42, 42, 42, 42, 42]);
  });

  it('holds only the settings of 12.0 for a device of 12.0', () => {
    expect(names(strict, '12.0')).toEqual([
      'DevicePasswordEnabled',
      'AlphanumericDevicePasswordRequired',
      'RequireStorageCardEncryption',
      'PasswordRecoveryEnabled',
      'AttachmentsEnabled',
      'MinDevicePasswordLength',
      'MaxInactivityTimeDeviceLock',
      'MaxDevicePasswordFailedAttempts',
      'MaxAttachmentSize',
      'AllowSimpleDevicePassword',
      'DevicePasswordExpiration',
      'DevicePasswordHistory',
    ]);
  });

  it('writes booleans as digits, never as an empty tag, which would mean true', () => {
    const document = writeProvisionDocument(initialProvisionSettings, '14.1');
    const booleans = provisionSettingNames.filter((name) => typeof initialProvisionSettings[name] === 'boolean');
    expect(booleans.every((name) => ['0', '1'].includes(text(document, name) ?? ''))).toBe(true);
  });

  it('writes the absence of a limit as an empty tag, so that an old limit is lifted', () => {
    const document = writeProvisionDocument(initialProvisionSettings, '14.1');
    expect([text(document, 'MinDevicePasswordLength'), text(document, 'MaxAttachmentSize')]).toEqual(['', '']);
  });

  it('leaves out an empty list of approved applications, which would forbid every one', () => {
    expect(names(initialProvisionSettings, '16.1')).not.toContain('ApprovedApplicationList');
    expect(names(strict, '16.1')).toContain('ApprovedApplicationList');
  });

  it.each([
    ['MinDevicePasswordLength', 17],
    ['MinDevicePasswordLength', 0],
    ['MaxDevicePasswordFailedAttempts', 3],
    ['AllowBluetooth', 3],
    ['MaxCalendarAgeFilter', 1],
    ['DevicePasswordHistory', 1.5],
    ['MaxEmailBodyTruncationSize', -2],
  ] as const)('is not written if %s is %d', (name, value) => {
    expect(() => writeProvisionDocument({ ...strict, [name]: value }, '16.1')).toThrow(
      expect.objectContaining({ name: 'EasFormatError', code: 'out_of_range', element: name }),
    );
  });

  it('is understood by the device as it was meant', () => {
    const wire = decodeWbxml(encodeWbxml(writeProvisionDocument(strict, '16.1')));
    expect(readProvisionDocument(wire)).toEqual(strict);
  });

  it('of another server is understood', () => {
    const [policy] = readProvisionResponse(vector('provision-initial-response-full')).policies ?? [];
    const settings = policy?.document && readProvisionDocument(policy.document);
    expect(settings).toMatchObject({
      DevicePasswordEnabled: true,
      MinDevicePasswordLength: 6,
      MaxAttachmentSize: null,
    });
  });
});

describe('the list that a policy key stands for', () => {
  const boolean = fc.constantFrom(
    ...provisionSettingNames.filter((name) => typeof initialProvisionSettings[name] === 'boolean'),
  );

  it('differs exactly if the document does', () => {
    fc.assert(
      fc.property(boolean, fc.constantFrom(...protocolVersions, '12.0' as const), (name, version) => {
        const changed = { ...strict, [name]: !strict[name] };
        const isSameDocument =
          JSON.stringify(writeProvisionDocument(strict, version)) ===
          JSON.stringify(writeProvisionDocument(changed, version));
        const isSameList =
          JSON.stringify(carriedSettings(strict, version)) === JSON.stringify(carriedSettings(changed, version));
        expect(isSameList).toBe(isSameDocument);
      }),
      { seed: 20_260_106 },
    );
  });

  it('does not change for a device that does not speak the setting', () => {
    expect(carriedSettings({ ...strict, AllowCamera: false }, '12.0')).toEqual(carriedSettings(strict, '12.0'));
  });

  it('does not depend on the order in which settings are given', () => {
    // The same entries, so the same settings.
    const reversed = Object.fromEntries(Object.entries(strict).toReversed()) as ProvisionSettings;
    expect(carriedSettings(reversed, '16.1')).toEqual(carriedSettings(strict, '16.1'));
  });
});
