import type { LEGACY_VERSION, ProtocolVersion } from '@/lib/protocol/eas/protocol-version';

/** Versions for which there is an EASProvisionDoc: those always served, and 12.0 before them. */
export type WbxmlDocumentVersion = Exclude<ProtocolVersion, typeof LEGACY_VERSION> | '12.0';

/** Versions for which a document can be written; that of 2.5 is another one. */
export type DocumentVersion = ProtocolVersion | '12.0';

export type SettingKind =
  | { readonly type: 'boolean' }
  | { readonly type: 'list'; readonly item: 'ApplicationName' | 'Hash' }
  | {
      readonly type: 'integer';
      readonly min: number;
      readonly max: number;
      /** Null is written as an empty tag and means "no limit". */
      readonly canBeEmpty: boolean;
      /** If not everything between `min` and `max` has a meaning. */
      readonly values?: readonly number[];
    };

interface Setting<V> {
  readonly since: '12.0' | '12.1';
  readonly kind: SettingKind;
  /** What a device may do that has never been told otherwise. */
  readonly initial: V;
}

type Since = Setting<unknown>['since'];

const boolean = (since: Since, initial: boolean): Setting<boolean> => ({ since, kind: { type: 'boolean' }, initial });

const integer = (since: Since, range: readonly [number, number], initial: number): Setting<number> => ({
  since,
  kind: { type: 'integer', min: range[0], max: range[1], canBeEmpty: false },
  initial,
});

const choice = (since: Since, values: readonly number[], initial: number): Setting<number> => ({
  since,
  kind: { type: 'integer', min: Math.min(...values), max: Math.max(...values), canBeEmpty: false, values },
  initial,
});

const limit = (since: Since, min: number, max: number): Setting<number | null> => ({
  since,
  kind: { type: 'integer', min, max, canBeEmpty: true },
  initial: null,
});

const list = (since: Since, item: 'ApplicationName' | 'Hash'): Setting<readonly string[]> => ({
  since,
  kind: { type: 'list', item },
  initial: [],
});

const MAX_UINT32 = 0xffff_ffff;
const MAX_INT32 = 0x7fff_ffff;

/**
 * Every setting of a policy document, in the order of its token, which is the order of the schema. The names are those
 * of the wire. Token 0x12, DocumentBrowseEnabled, is unused and never sent.
 *
 * @see [MS-ASPROV] 2.2.2.28 EASProvisionDoc
 */
export const provisionSettingTable = {
  /** False: the device ignores every other setting about passwords. */
  DevicePasswordEnabled: boolean('12.0', false),
  AlphanumericDevicePasswordRequired: boolean('12.0', false),
  /** Called DeviceEncryptionEnabled in 12.0. */
  RequireStorageCardEncryption: boolean('12.0', false),
  PasswordRecoveryEnabled: boolean('12.0', false),
  AttachmentsEnabled: boolean('12.0', true),
  /** Empty or 1: no minimum. */
  MinDevicePasswordLength: limit('12.0', 1, 16),
  /** Seconds. 9999 or empty: never. */
  MaxInactivityTimeDeviceLock: limit('12.0', 1, 9999),
  /** After as many wrong passwords the device wipes itself. */
  MaxDevicePasswordFailedAttempts: limit('12.0', 4, 16),
  /** Bytes. */
  MaxAttachmentSize: limit('12.0', 0, MAX_UINT32),
  /** Simple: repeated or consecutive characters. */
  AllowSimpleDevicePassword: boolean('12.0', true),
  /** Days. 0 or empty: never. */
  DevicePasswordExpiration: limit('12.0', 0, 730),
  DevicePasswordHistory: integer('12.0', [0, 50], 0),
  AllowStorageCard: boolean('12.1', true),
  AllowCamera: boolean('12.1', true),
  RequireDeviceEncryption: boolean('12.1', false),
  AllowUnsignedApplications: boolean('12.1', true),
  AllowUnsignedInstallationPackages: boolean('12.1', true),
  /** Of how many kinds (lower case, upper case, digits, others) characters must be. */
  MinDevicePasswordComplexCharacters: integer('12.1', [1, 4], 1),
  AllowWiFi: boolean('12.1', true),
  AllowTextMessaging: boolean('12.1', true),
  AllowPOPIMAPEmail: boolean('12.1', true),
  /** 0 off, 1 hands-free only, 2 allowed. */
  AllowBluetooth: integer('12.1', [0, 2], 2),
  AllowIrDA: boolean('12.1', true),
  RequireManualSyncWhenRoaming: boolean('12.1', false),
  AllowDesktopSync: boolean('12.1', true),
  /** 0 everything, 4 two weeks, 5 one month, 6 three months, 7 six months. */
  MaxCalendarAgeFilter: choice('12.1', [0, 4, 5, 6, 7], 0),
  AllowHTMLEmail: boolean('12.1', true),
  /** 0 everything, 1 one day, 2 three days, 3 one week, 4 two weeks, 5 one month. */
  MaxEmailAgeFilter: integer('12.1', [0, 5], 0),
  /** Bytes. −1 no limit, 0 headers only. */
  MaxEmailBodyTruncationSize: integer('12.1', [-1, MAX_INT32], -1),
  /** As MaxEmailBodyTruncationSize. */
  MaxEmailHTMLBodyTruncationSize: integer('12.1', [-1, MAX_INT32], -1),
  RequireSignedSMIMEMessages: boolean('12.1', false),
  RequireEncryptedSMIMEMessages: boolean('12.1', false),
  /** 0 SHA-1, 1 MD5. */
  RequireSignedSMIMEAlgorithm: integer('12.1', [0, 1], 0),
  /** 0 3DES, 1 DES, 2 RC2 128 bit, 3 RC2 64 bit, 4 RC2 40 bit. */
  RequireEncryptionSMIMEAlgorithm: integer('12.1', [0, 4], 0),
  /** 0 no, 1 only to a strong algorithm, 2 to any. */
  AllowSMIMEEncryptionAlgorithmNegotiation: integer('12.1', [0, 2], 2),
  AllowSMIMESoftCerts: boolean('12.1', true),
  AllowBrowser: boolean('12.1', true),
  AllowConsumerEmail: boolean('12.1', true),
  AllowRemoteDesktop: boolean('12.1', true),
  AllowInternetSharing: boolean('12.1', true),
  UnapprovedInROMApplicationList: list('12.1', 'ApplicationName'),
  /** SHA-1 hashes. With at least one, only these applications may run; so an empty list is not sent. */
  ApprovedApplicationList: list('12.1', 'Hash'),
} as const;

export type ProvisionSettingName = keyof typeof provisionSettingTable;

/** A whole policy as devices understand it, by the names of the wire. */
export type ProvisionSettings = {
  readonly [N in ProvisionSettingName]: (typeof provisionSettingTable)[N]['initial'];
};

// `Object.keys` widens to string[]; the table is closed, so its keys are exactly the settings, in its order.
export const provisionSettingNames = Object.keys(provisionSettingTable) as readonly ProvisionSettingName[];

// Built from the table's own values, so each has the type that the table gives its name.
export const initialProvisionSettings = Object.freeze(
  Object.fromEntries(provisionSettingNames.map((name) => [name, provisionSettingTable[name].initial])),
) as ProvisionSettings;

/** The protocol version that brought each setting. */
export const provisionSettingSince = Object.freeze(
  Object.fromEntries(provisionSettingNames.map((name) => [name, provisionSettingTable[name].since])),
  // As above: built from the table's names.
) as Readonly<Record<ProvisionSettingName, Since>>;
