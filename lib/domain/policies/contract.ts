import { z } from 'zod';

/**
 * The settings of EASProvisionDoc that the editor knows so far, under the specification's names. Null: no limit, sent as
 * an empty element. Units and ranges: [MS-ASPROV] 2.2.2.
 */
export const PolicySettings = z.strictObject({
  DevicePasswordEnabled: z.boolean().default(false),
  AlphanumericDevicePasswordRequired: z.boolean().default(false),
  /** Groups of characters: lower case, upper case, digits, others. */
  MinDevicePasswordComplexCharacters: z.number().int().min(1).max(4).default(1),
  MinDevicePasswordLength: z.number().int().min(1).max(16).nullable().default(null),
  /** Seconds. */
  MaxInactivityTimeDeviceLock: z.number().int().min(60).max(3600).nullable().default(null),
  MaxDevicePasswordFailedAttempts: z.number().int().min(4).max(16).nullable().default(null),
  /** Days. */
  DevicePasswordExpiration: z.number().int().min(1).max(730).nullable().default(null),
  DevicePasswordHistory: z.number().int().min(0).max(50).default(0),
  AllowSimpleDevicePassword: z.boolean().default(true),
  RequireDeviceEncryption: z.boolean().default(false),
  RequireStorageCardEncryption: z.boolean().default(false),
});
export type PolicySettings = z.infer<typeof PolicySettings>;

export const PolicyName = z.string().trim().min(1).max(120);

export const PolicyInput = z.strictObject({
  name: PolicyName,
  description: z.string().trim().max(1000).default(''),
  settings: PolicySettings,
  allowNonProvisionable: z.boolean().default(true),
  refreshIntervalHours: z.number().int().min(1).max(8760).nullable().default(null),
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
  refreshIntervalHours: z.number().int().nullable(),
  isDefault: z.boolean(),
  version: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  assignments: z.array(AssignmentView),
  /** Devices whose effective policy this is, and how many of them acknowledged the version in force. */
  deviceCount: z.number().int(),
  compliantCount: z.number().int(),
});
export type PolicyView = z.infer<typeof PolicyView>;

export const PolicyList = z.object({ policies: z.array(PolicyView) });
export type PolicyList = z.infer<typeof PolicyList>;

/** What saving would do, told before it is done. */
export const PolicyImpactInput = z.strictObject({ policyId: z.uuid(), settings: PolicySettings });
export type PolicyImpactInput = z.infer<typeof PolicyImpactInput>;
export const PolicyImpact = z.object({
  changes: z.array(z.object({ name: z.string(), before: z.string(), after: z.string() })),
  /** Devices that will have to provision again; a change their version cannot carry leaves them alone. */
  reprovisionCount: z.number().int(),
  /** The first of them, by name. */
  devices: z.array(z.object({ id: z.uuid(), name: z.string(), mailbox: z.string() })).max(20),
});
export type PolicyImpact = z.infer<typeof PolicyImpact>;

/** Replaces who has the policy; mailboxes and groups taken from another policy move here. */
export const AssignPolicyInput = z.strictObject({
  policyId: z.uuid(),
  mailboxIds: z.array(z.uuid()).max(1000),
  groupIds: z.array(z.uuid()).max(1000),
});
export type AssignPolicyInput = z.infer<typeof AssignPolicyInput>;
