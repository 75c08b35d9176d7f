import { describe, expect, it } from 'vitest';
import { PolicySettingName, PolicySettings } from '@/lib/domain/policies/contract';
import { effectivePolicy } from '@/lib/domain/policies/effective-policy';
import { effectiveSettings } from '@/lib/domain/policies/effective-settings';
import { policyDocument, policyHash } from '@/lib/domain/policies/policy-document';
import { uncarriedDemands } from '@/lib/domain/policies/uncarried-demands';

const initial = PolicySettings.parse({});
const HASH = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';

/** Each setting with a value that demands something. */
const demanding: { [N in PolicySettingName]: PolicySettings[N] } = {
  DevicePasswordEnabled: true,
  AlphanumericDevicePasswordRequired: true,
  RequireStorageCardEncryption: true,
  PasswordRecoveryEnabled: true,
  AttachmentsEnabled: false,
  MinDevicePasswordLength: 6,
  MaxInactivityTimeDeviceLock: 600,
  MaxDevicePasswordFailedAttempts: 8,
  MaxAttachmentSize: 100_000,
  AllowSimpleDevicePassword: false,
  DevicePasswordExpiration: 90,
  DevicePasswordHistory: 5,
  AllowStorageCard: false,
  AllowCamera: false,
  RequireDeviceEncryption: true,
  AllowUnsignedApplications: false,
  AllowUnsignedInstallationPackages: false,
  MinDevicePasswordComplexCharacters: 3,
  AllowWiFi: false,
  AllowTextMessaging: false,
  AllowPOPIMAPEmail: false,
  AllowBluetooth: 0,
  AllowIrDA: false,
  RequireManualSyncWhenRoaming: true,
  AllowDesktopSync: false,
  MaxCalendarAgeFilter: 4,
  AllowHTMLEmail: false,
  MaxEmailAgeFilter: 2,
  MaxEmailBodyTruncationSize: 1000,
  MaxEmailHTMLBodyTruncationSize: 1000,
  RequireSignedSMIMEMessages: true,
  RequireEncryptedSMIMEMessages: true,
  RequireSignedSMIMEAlgorithm: 1,
  RequireEncryptionSMIMEAlgorithm: 1,
  AllowSMIMEEncryptionAlgorithmNegotiation: 0,
  AllowSMIMESoftCerts: false,
  AllowBrowser: false,
  AllowConsumerEmail: false,
  AllowRemoteDesktop: false,
  AllowInternetSharing: false,
  UnapprovedInROMApplicationList: ['game.exe'],
  ApprovedApplicationList: [HASH],
};

/** What makes a setting count that says something only together with another one. */
const together = {
  DevicePasswordEnabled: true,
  RequireSignedSMIMEMessages: true,
  RequireEncryptedSMIMEMessages: true,
} as const;

const carried = new Set<PolicySettingName>([
  'DevicePasswordEnabled',
  'AlphanumericDevicePasswordRequired',
  'MinDevicePasswordLength',
  'MaxInactivityTimeDeviceLock',
  'MaxDevicePasswordFailedAttempts',
]);
/** By the engine itself, or without anything that it could be about. */
const keptElsewhere = new Set<PolicySettingName>([
  'PasswordRecoveryEnabled',
  'AttachmentsEnabled',
  'MaxAttachmentSize',
  'MaxCalendarAgeFilter',
  'AllowHTMLEmail',
  'MaxEmailAgeFilter',
  'MaxEmailBodyTruncationSize',
  'MaxEmailHTMLBodyTruncationSize',
  'RequireSignedSMIMEMessages',
  'RequireEncryptedSMIMEMessages',
]);

const base = { ...initial, ...together };

describe.each(PolicySettingName.options)('%s in 2.5', (name) => {
  const settings = PolicySettings.parse({ ...base, [name]: demanding[name] });
  const before = PolicySettings.parse({ ...base, [name]: initial[name] });

  it('changes what a device is told, and so its policy key, exactly if 2.5 carries it', () => {
    const isCarried = carried.has(name);
    expect(policyHash(settings, '2.5') !== policyHash(before, '2.5')).toBe(isCarried);
    expect(JSON.stringify(policyDocument(settings, '2.5')) !== JSON.stringify(policyDocument(before, '2.5'))).toBe(
      isCarried,
    );
    const source = {
      id: '018f0000-0000-7000-8000-000000000001',
      name: 'Policy',
      settings,
      allowNonProvisionable: false,
      treatPartialAsCompliant: false,
      treatExternalAsCompliant: false,
      refreshIntervalHours: null,
    };
    const policy = effectivePolicy(
      { exceptions: [], mailboxPolicy: source, groupPolicy: null, defaultPolicy: null },
      new Date(),
    );
    const shown = effectiveSettings(policy, policy, '2.5').find((each) => each.name === name);
    expect(shown?.isCarried).toBe(isCarried);
  });

  it('is a demand that cannot be met exactly if nobody sees to it', () => {
    const isMet = carried.has(name) || keptElsewhere.has(name);
    expect(uncarriedDemands(settings, '2.5')).toEqual(isMet ? [] : [name]);
    expect(uncarriedDemands(before, '2.5')).toEqual([]);
  });
});

describe('a policy in 2.5', () => {
  it('demands nothing that cannot be met if there is none, or in versions that carry everything', () => {
    expect(uncarriedDemands(null, '2.5')).toEqual([]);
    for (const version of ['12.1', '14.1', '16.1']) expect(uncarriedDemands({ ...demanding }, version)).toEqual([]);
  });

  it('does not demand what counts only with a password while none is required', () => {
    const settings = { ...initial, DevicePasswordExpiration: 90, AllowSimpleDevicePassword: false };
    expect(uncarriedDemands(settings, '2.5')).toEqual([]);
    expect(uncarriedDemands({ ...settings, DevicePasswordEnabled: true }, '2.5')).toEqual([
      'AllowSimpleDevicePassword',
      'DevicePasswordExpiration',
    ]);
  });

  it('edited within the same minute asks nobody to provision again', () => {
    const of = (MaxInactivityTimeDeviceLock: number) => policyHash({ ...base, MaxInactivityTimeDeviceLock }, '2.5');
    expect(of(100)).toBe(of(60));
    expect(of(120)).not.toBe(of(60));
  });
});
