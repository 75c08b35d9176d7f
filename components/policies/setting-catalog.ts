import {
  PolicyRules,
  PolicySettings,
  settingSince,
  type PolicyRules as Rules,
  type PolicySettings as Settings,
} from '@/lib/domain/policies/contract';

export type SettingName = keyof Settings | keyof Rules;
export type SettingValue = (Settings & Rules)[SettingName];

export const settingGroups = [
  'password',
  'lock',
  'renewal',
  'encryption',
  'hardware',
  'applications',
  'mail',
  'smime',
  'server',
] as const;
export type SettingGroup = (typeof settingGroups)[number];

export const platforms = ['ios', 'android'] as const;
export type Platform = (typeof platforms)[number];

/** How a setting is edited. Ranges are those of the contract; a test holds the two against each other. */
export type SettingEditor =
  | { kind: 'switch' }
  | { kind: 'choice'; values: readonly number[] }
  | { kind: 'list' }
  | {
      kind: 'number';
      min: number;
      max: number;
      /** Empty is allowed and means "no limit". */
      isOptional: boolean;
      unit: 'characters' | 'seconds' | 'attempts' | 'days' | 'passwords' | 'hours' | 'bytes';
    };

export interface Setting {
  name: SettingName;
  group: SettingGroup;
  editor: SettingEditor;
  /** Phones ignore it while no password is required. */
  needsPassword: boolean;
  /** On which the usual mail apps of today do something with it; the help text says what. */
  obeyedBy: readonly Platform[];
}

type Row = readonly [name: SettingName, editor: SettingEditor, obeyedBy: readonly Platform[]];

const MAX_INT32 = 0x7fff_ffff;

const onOff: SettingEditor = { kind: 'switch' };
const list: SettingEditor = { kind: 'list' };
const choice = (...values: number[]): SettingEditor => ({ kind: 'choice', values });
const limit = (unit: Extract<SettingEditor, { kind: 'number' }>['unit'], min: number, max: number): SettingEditor => ({
  kind: 'number',
  min,
  max,
  isOptional: true,
  unit,
});

const everywhere = platforms;
const ios: readonly Platform[] = ['ios'];
const android: readonly Platform[] = ['android'];
const nowhere: readonly Platform[] = [];

const rows: Record<SettingGroup, readonly Row[]> = {
  password: [
    ['DevicePasswordEnabled', onOff, everywhere],
    ['MinDevicePasswordLength', limit('characters', 1, 16), everywhere],
    ['AllowSimpleDevicePassword', onOff, ios],
    ['AlphanumericDevicePasswordRequired', onOff, everywhere],
    ['MinDevicePasswordComplexCharacters', choice(1, 2, 3, 4), everywhere],
    ['PasswordRecoveryEnabled', onOff, nowhere],
  ],
  lock: [
    ['MaxInactivityTimeDeviceLock', limit('seconds', 60, 3600), everywhere],
    ['MaxDevicePasswordFailedAttempts', limit('attempts', 4, 16), everywhere],
  ],
  renewal: [
    ['DevicePasswordExpiration', limit('days', 1, 730), ios],
    ['DevicePasswordHistory', { kind: 'number', min: 0, max: 50, isOptional: false, unit: 'passwords' }, ios],
  ],
  encryption: [
    ['RequireDeviceEncryption', onOff, everywhere],
    ['RequireStorageCardEncryption', onOff, android],
  ],
  hardware: [
    ['AllowCamera', onOff, everywhere],
    ['AllowStorageCard', onOff, nowhere],
    ['AllowWiFi', onOff, nowhere],
    ['AllowBluetooth', choice(0, 1, 2), nowhere],
    ['AllowIrDA', onOff, nowhere],
    ['AllowTextMessaging', onOff, nowhere],
    ['AllowInternetSharing', onOff, nowhere],
    ['AllowRemoteDesktop', onOff, nowhere],
    ['AllowDesktopSync', onOff, nowhere],
  ],
  applications: [
    ['AllowBrowser', onOff, nowhere],
    ['AllowConsumerEmail', onOff, nowhere],
    ['AllowPOPIMAPEmail', onOff, nowhere],
    ['AllowUnsignedApplications', onOff, nowhere],
    ['AllowUnsignedInstallationPackages', onOff, nowhere],
    ['UnapprovedInROMApplicationList', list, nowhere],
    ['ApprovedApplicationList', list, nowhere],
  ],
  mail: [
    ['MaxEmailAgeFilter', choice(0, 1, 2, 3, 4, 5), android],
    ['MaxCalendarAgeFilter', choice(0, 4, 5, 6, 7), android],
    ['RequireManualSyncWhenRoaming', onOff, everywhere],
    ['AllowHTMLEmail', onOff, nowhere],
    ['MaxEmailBodyTruncationSize', limit('bytes', 0, MAX_INT32), android],
    ['MaxEmailHTMLBodyTruncationSize', limit('bytes', 0, MAX_INT32), android],
    ['AttachmentsEnabled', onOff, android],
    ['MaxAttachmentSize', limit('bytes', 0, MAX_INT32), android],
  ],
  smime: [
    ['RequireSignedSMIMEMessages', onOff, nowhere],
    ['RequireSignedSMIMEAlgorithm', choice(0, 1), nowhere],
    ['RequireEncryptedSMIMEMessages', onOff, nowhere],
    ['RequireEncryptionSMIMEAlgorithm', choice(0, 1, 2, 3, 4), nowhere],
    ['AllowSMIMEEncryptionAlgorithmNegotiation', choice(0, 1, 2), nowhere],
    ['AllowSMIMESoftCerts', onOff, nowhere],
  ],
  server: [
    ['allowNonProvisionable', onOff, nowhere],
    ['treatPartialAsCompliant', onOff, nowhere],
    ['treatExternalAsCompliant', onOff, nowhere],
    ['refreshIntervalHours', limit('hours', 1, 8760), nowhere],
  ],
};

const aboutPasswords: readonly SettingGroup[] = ['password', 'lock', 'renewal'];

/**
 * The settings of a policy in the order in which the editor shows them.
 *
 * @see [MS-ASPROV] 2.2.2 XML Elements
 */
export const settingCatalog: readonly Setting[] = settingGroups.flatMap((group) =>
  rows[group].map(([name, editor, obeyedBy]) => ({
    name,
    group,
    editor,
    obeyedBy,
    needsPassword: aboutPasswords.includes(group) && name !== 'DevicePasswordEnabled',
  })),
);

/** What a setting says if nobody has set it. */
export const settingDefaults: Readonly<Settings & Rules> = { ...PolicySettings.parse({}), ...PolicyRules.parse({}) };

/** The protocol version that brought a setting; null for what phones are not told. */
export function sinceVersion(name: SettingName): '12.0' | '12.1' | null {
  return isTold(name) ? settingSince[name] : null;
}

function isTold(name: SettingName): name is keyof Settings {
  return name in settingSince;
}
