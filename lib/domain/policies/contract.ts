import { z } from 'zod';
import { provisionSettingSince } from '@/lib/protocol/eas/provision-settings';

const MAX_INT32 = 0x7fff_ffff;
const LIST_LIMIT = 100;

const allowed = () => z.boolean().default(true);
const notRequired = () => z.boolean().default(false);
const oneOf = <const Values extends readonly [number, ...number[]]>(values: Values, initial: Values[number]) =>
  z.literal(values).default(initial);
const limit = (min: number, max: number) => z.number().int().min(min).max(max).nullable().default(null);

/** Each entry once and in one order, so that moving lines about is no change that phones have to be told. */
const listOf = (entry: z.ZodString) =>
  z
    .array(entry)
    .max(LIST_LIMIT)
    .overwrite((entries) => [...new Set(entries)].toSorted((a, b) => (a < b ? -1 : Number(a > b))))
    .default(() => []);

/** File name of an application; what phones are sent must not hold control characters. */
const ApplicationName = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^\P{Cc}+$/u);
/** SHA-1 as 40 hexadecimal digits. */
const ApplicationHash = z
  .string()
  .trim()
  .regex(/^[\da-f]{40}$/i)
  .toLowerCase();

/**
 * Every setting of EASProvisionDoc under the specification's names; what is not given has the value of a device that was
 * never told anything. Null: no limit. Units and ranges: [MS-ASPROV] 2.2.2.
 */
export const PolicySettings = z.strictObject({
  DevicePasswordEnabled: notRequired(),
  MinDevicePasswordLength: limit(1, 16),
  AllowSimpleDevicePassword: allowed(),
  AlphanumericDevicePasswordRequired: notRequired(),
  /** Groups of characters: lower case, upper case, digits, others. */
  MinDevicePasswordComplexCharacters: oneOf([1, 2, 3, 4], 1),
  PasswordRecoveryEnabled: notRequired(),
  /** Seconds. */
  MaxInactivityTimeDeviceLock: limit(60, 3600),
  MaxDevicePasswordFailedAttempts: limit(4, 16),
  /** Days. */
  DevicePasswordExpiration: limit(1, 730),
  DevicePasswordHistory: z.number().int().min(0).max(50).default(0),
  RequireDeviceEncryption: notRequired(),
  RequireStorageCardEncryption: notRequired(),
  AllowCamera: allowed(),
  AllowStorageCard: allowed(),
  AllowWiFi: allowed(),
  /** 0 off, 1 hands-free only, 2 allowed. */
  AllowBluetooth: oneOf([0, 1, 2], 2),
  AllowIrDA: allowed(),
  AllowTextMessaging: allowed(),
  AllowInternetSharing: allowed(),
  AllowRemoteDesktop: allowed(),
  AllowDesktopSync: allowed(),
  AllowBrowser: allowed(),
  AllowConsumerEmail: allowed(),
  AllowPOPIMAPEmail: allowed(),
  AllowUnsignedApplications: allowed(),
  AllowUnsignedInstallationPackages: allowed(),
  /** Applications in the phone's memory of its maker that must not run, by the name of their file. */
  UnapprovedInROMApplicationList: listOf(ApplicationName),
  /** SHA-1 hashes. Not empty: only these applications may run. */
  ApprovedApplicationList: listOf(ApplicationHash),
  /** 0 all, 1 one day, 2 three days, 3 one week, 4 two weeks, 5 one month. */
  MaxEmailAgeFilter: oneOf([0, 1, 2, 3, 4, 5], 0),
  /** 0 all, 4 two weeks, 5 one month, 6 three months, 7 six months. */
  MaxCalendarAgeFilter: oneOf([0, 4, 5, 6, 7], 0),
  AllowHTMLEmail: allowed(),
  /** Bytes; 0: headers only. */
  MaxEmailBodyTruncationSize: limit(0, MAX_INT32),
  /** Bytes; 0: headers only. */
  MaxEmailHTMLBodyTruncationSize: limit(0, MAX_INT32),
  AttachmentsEnabled: allowed(),
  /** Bytes. */
  MaxAttachmentSize: limit(0, MAX_INT32),
  RequireManualSyncWhenRoaming: notRequired(),
  RequireSignedSMIMEMessages: notRequired(),
  /** 0 SHA-1, 1 MD5. */
  RequireSignedSMIMEAlgorithm: oneOf([0, 1], 0),
  RequireEncryptedSMIMEMessages: notRequired(),
  /** 0 3DES, 1 DES, 2 RC2 128 bit, 3 RC2 64 bit, 4 RC2 40 bit. */
  RequireEncryptionSMIMEAlgorithm: oneOf([0, 1, 2, 3, 4], 0),
  /** 0 no, 1 to a strong algorithm only, 2 to any. */
  AllowSMIMEEncryptionAlgorithmNegotiation: oneOf([0, 1, 2], 2),
  AllowSMIMESoftCerts: allowed(),
});
export type PolicySettings = z.infer<typeof PolicySettings>;

/** The name of a setting, as in EASProvisionDoc. */
export const PolicySettingName = PolicySettings.keyof();
export type PolicySettingName = z.infer<typeof PolicySettingName>;

/** The protocol version that brought each setting; devices that speak an older one are not told it. */
export const settingSince: Readonly<Record<keyof PolicySettings, '12.0' | '12.1'>> = provisionSettingSince;

const rules = {
  /** Lets devices in that cannot provision or do not comply. */
  allowNonProvisionable: z.boolean().default(true),
  /** A device that applies the policy in part is let in, and counts as one that complies. */
  treatPartialAsCompliant: z.boolean().default(false),
  /** So does a device that says another management sets its policy (Exchange: AllowExternalDeviceManagement). */
  treatExternalAsCompliant: z.boolean().default(false),
  /** Hours after which a device has to fetch the policy anew; null: never. */
  refreshIntervalHours: z.number().int().min(1).max(8760).nullable().default(null),
};

/** What the server goes by; phones are not told. */
export const PolicyRules = z.strictObject(rules);
export type PolicyRules = z.infer<typeof PolicyRules>;

export const PolicyName = z.string().trim().min(1).max(120);

export const PolicyInput = z.strictObject({
  name: PolicyName,
  description: z.string().trim().max(1000).default(''),
  settings: PolicySettings,
  ...rules,
});
export type PolicyInput = z.infer<typeof PolicyInput>;

export const UpdatePolicyInput = PolicyInput.extend({
  policyId: z.uuid(),
  /** The version that was edited; guards against overwriting someone else's change. */
  version: z.number().int(),
});
export type UpdatePolicyInput = z.infer<typeof UpdatePolicyInput>;

export const PolicyIdInput = z.strictObject({ policyId: z.uuid() });
export type PolicyIdInput = z.infer<typeof PolicyIdInput>;

export const AssignmentView = z.object({
  kind: z.enum(['mailbox', 'group']),
  id: z.uuid(),
  name: z.string(),
});
export type AssignmentView = z.infer<typeof AssignmentView>;

export const PolicyView = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  settings: PolicySettings,
  allowNonProvisionable: z.boolean(),
  treatPartialAsCompliant: z.boolean(),
  treatExternalAsCompliant: z.boolean(),
  refreshIntervalHours: z.number().int().nullable(),
  isDefault: z.boolean(),
  version: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  assignments: z.array(AssignmentView),
  /** Devices whose effective policy this is, and how many of them comply with the version in force. */
  deviceCount: z.number().int(),
  compliantCount: z.number().int(),
});
export type PolicyView = z.infer<typeof PolicyView>;

export const PolicyList = z.object({ policies: z.array(PolicyView) });
export type PolicyList = z.infer<typeof PolicyList>;

/** What saving would do, told before it is done. A rule that is left out stays as it is saved. */
export const PolicyImpactInput = z.strictObject({
  policyId: z.uuid(),
  settings: PolicySettings,
  allowNonProvisionable: z.boolean().optional(),
  treatPartialAsCompliant: z.boolean().optional(),
  treatExternalAsCompliant: z.boolean().optional(),
});
export type PolicyImpactInput = z.infer<typeof PolicyImpactInput>;

/** Devices that something holds for: how many, and the first twenty by name. */
export const AffectedDevices = z.object({
  count: z.number().int(),
  devices: z.array(z.object({ id: z.uuid(), name: z.string(), mailbox: z.string() })).max(20),
});
export type AffectedDevices = z.infer<typeof AffectedDevices>;

export const PolicyImpact = z.object({
  changes: z.array(z.object({ name: z.string(), before: z.string(), after: z.string() })),
  /** Will have to provision again; a change their version cannot carry leaves them alone. */
  provisionAgain: AffectedDevices,
  /** Comply now and will not once this is saved, at least until they have confirmed the new settings. */
  fallOut: AffectedDevices,
  /** Get mail now and will get none, since the answer they gave to the policy is no longer good enough. */
  loseAccess: AffectedDevices,
});
export type PolicyImpact = z.infer<typeof PolicyImpact>;

const SnapshotValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

/** One saved state of a policy, and how it came about. */
export const PolicyVersion = z.object({
  version: z.number().int(),
  isCurrent: z.boolean(),
  /** When and by whom it was saved; null if the history does not reach back that far. */
  savedAt: z.iso.datetime().nullable(),
  savedBy: z.string().nullable(),
  /** What differs from the version before; empty for the first. */
  changes: z.array(z.object({ name: z.string(), before: SnapshotValue, after: SnapshotValue })),
  name: z.string(),
  description: z.string(),
  settings: PolicySettings,
  ...PolicyRules.shape,
});
export type PolicyVersion = z.infer<typeof PolicyVersion>;

/** The newest first, fifty at most. */
export const PolicyVersionList = z.object({ versions: z.array(PolicyVersion).max(50) });
export type PolicyVersionList = z.infer<typeof PolicyVersionList>;

/** Replaces who has the policy; mailboxes and groups taken from another policy move here. */
export const AssignPolicyInput = z.strictObject({
  policyId: z.uuid(),
  mailboxIds: z.array(z.uuid()).max(1000),
  groupIds: z.array(z.uuid()).max(1000),
});
export type AssignPolicyInput = z.infer<typeof AssignPolicyInput>;

/** What decides a value: an exception, or the policy of the mailbox, of its group, or of everybody. */
export const PolicyOrigin = z.enum(['exception', 'mailbox', 'group', 'default', 'none']);
export type PolicyOrigin = z.infer<typeof PolicyOrigin>;

const SettingValue = z.union([z.boolean(), z.number(), z.string(), z.array(z.string())]).nullable();

export const EffectiveSetting = z.object({
  name: PolicySettingName,
  value: SettingValue,
  origin: PolicyOrigin,
  /** The exception that takes it out of the policy, and when that ends; null: open-ended, or none. */
  exceptionId: z.uuid().nullable(),
  exceptionEndsAt: z.iso.datetime().nullable(),
  /** What the policy says, of which the exception makes `value`; the same as it where there is none. */
  policyValue: SettingValue,
  /** The protocol version of the device can carry it. */
  isCarried: z.boolean(),
});
export type EffectiveSetting = z.infer<typeof EffectiveSetting>;

/** A step of what was sent to a device and what it answered, newest first. */
export const PolicyExchange = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  kind: z.enum(['demanded', 'told', 'acknowledged', 'partly_applied', 'refused', 'managed_elsewhere', 'loop_stopped']),
  /** Name of the policy, null: none was in force. */
  policy: z.string().nullable(),
  protocolVersion: z.string().nullable(),
  /** It was told just what it would be told now. */
  isCurrent: z.boolean().nullable(),
  /** After an answer: it was let in with it. */
  isAccepted: z.boolean().nullable(),
});
export type PolicyExchange = z.infer<typeof PolicyExchange>;

/** The policy in force for a mailbox, and for one of its devices, down to each value. */
export const EffectivePolicyView = z.object({
  mailboxId: z.uuid(),
  mailbox: z.string(),
  /** Null: of the mailbox, as a device of the newest version would be told. */
  device: z
    .object({
      id: z.uuid(),
      name: z.string(),
      deviceType: z.string(),
      os: z.string().nullable(),
      userAgent: z.string().nullable(),
    })
    .nullable(),
  protocolVersion: z.string(),
  policyId: z.uuid().nullable(),
  policyName: z.string().nullable(),
  origin: PolicyOrigin,
  exceptionId: z.uuid().nullable(),
  exceptionEndsAt: z.iso.datetime().nullable(),
  settings: z.array(EffectiveSetting),
  /** Exactly what is sent, as XML. */
  xml: z.string(),
  exchanges: z.array(PolicyExchange),
  devices: z.array(z.object({ id: z.uuid(), name: z.string(), protocolVersion: z.string() })),
});
export type EffectivePolicyView = z.infer<typeof EffectivePolicyView>;
