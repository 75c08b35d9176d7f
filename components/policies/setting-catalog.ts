import type { PolicySettings } from '@/lib/domain/policies/contract';

export type SettingName = keyof PolicySettings;

export const settingGroups = ['password', 'lock', 'renewal', 'encryption'] as const;
export type SettingGroup = (typeof settingGroups)[number];

/** How a setting is edited. Ranges are those of the contract; a test holds the two against each other. */
export type SettingEditor =
  | { kind: 'switch' }
  | { kind: 'choice'; values: readonly number[] }
  | {
      kind: 'number';
      min: number;
      max: number;
      /** Empty is allowed and means "no limit". */
      isOptional: boolean;
      unit: 'characters' | 'seconds' | 'attempts' | 'days' | 'passwords';
    };

export interface Setting {
  name: SettingName;
  group: SettingGroup;
  /** Phones ignore it while no password is required. */
  needsPassword: boolean;
  editor: SettingEditor;
}

const onOff: SettingEditor = { kind: 'switch' };

/**
 * The settings of a policy in the order in which the editor shows them.
 *
 * @see [MS-ASPROV] 2.2.2 XML Elements
 */
export const settingCatalog: readonly Setting[] = [
  { name: 'DevicePasswordEnabled', group: 'password', needsPassword: false, editor: onOff },
  {
    name: 'MinDevicePasswordLength',
    group: 'password',
    needsPassword: true,
    editor: { kind: 'number', min: 1, max: 16, isOptional: true, unit: 'characters' },
  },
  { name: 'AllowSimpleDevicePassword', group: 'password', needsPassword: true, editor: onOff },
  { name: 'AlphanumericDevicePasswordRequired', group: 'password', needsPassword: true, editor: onOff },
  {
    name: 'MinDevicePasswordComplexCharacters',
    group: 'password',
    needsPassword: true,
    editor: { kind: 'choice', values: [1, 2, 3, 4] },
  },
  {
    name: 'MaxInactivityTimeDeviceLock',
    group: 'lock',
    needsPassword: true,
    editor: { kind: 'number', min: 60, max: 3600, isOptional: true, unit: 'seconds' },
  },
  {
    name: 'MaxDevicePasswordFailedAttempts',
    group: 'lock',
    needsPassword: true,
    editor: { kind: 'number', min: 4, max: 16, isOptional: true, unit: 'attempts' },
  },
  {
    name: 'DevicePasswordExpiration',
    group: 'renewal',
    needsPassword: true,
    editor: { kind: 'number', min: 1, max: 730, isOptional: true, unit: 'days' },
  },
  {
    name: 'DevicePasswordHistory',
    group: 'renewal',
    needsPassword: true,
    editor: { kind: 'number', min: 0, max: 50, isOptional: false, unit: 'passwords' },
  },
  { name: 'RequireDeviceEncryption', group: 'encryption', needsPassword: false, editor: onOff },
  { name: 'RequireStorageCardEncryption', group: 'encryption', needsPassword: false, editor: onOff },
];
