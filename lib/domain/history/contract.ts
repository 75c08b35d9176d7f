import { z } from 'zod';
import { PageCursors, PageInput, listOf } from '@/lib/domain/paging';
import { Role } from '@/lib/domain/people/contract';

export const ActorKind = z.enum(['person', 'token', 'command_line', 'system', 'device']);
export type ActorKind = z.infer<typeof ActorKind>;

/** Everything that changes something. The interface has a sentence for each, `history.actions.<action>`. */
export const AuditAction = z.enum([
  'setup_completed',
  'person_invited',
  'person_joined',
  'person_changed',
  'person_deactivated',
  'person_reactivated',
  'password_changed',
  'password_reset_issued',
  'link_withdrawn',
  'notices_chosen',
  'signed_in',
  'sign_in_refused',
  'token_created',
  'token_revoked',
  'device_registered',
  'device_allowed',
  'device_blocked',
  'device_removed',
  'device_auto_blocked',
  'device_auto_block_ended',
  'device_decision_carried_over',
  'access_rules_applied',
  'mailbox_switched',
  'group_switched',
  'policy_retried',
  'command_queued',
  'command_delivered',
  'command_acknowledged',
  'command_failed',
  'command_enforced',
  'command_cancelled',
  'policy_created',
  'policy_changed',
  'policy_deleted',
  'policy_made_default',
  'policy_assigned',
  'exception_added',
  'exception_ended',
  'group_created',
  'group_renamed',
  'group_deleted',
  'group_patterns_changed',
  'groups_ordered',
  'mailbox_moved',
  'mailbox_group_choice_changed',
  'folder_roles_chosen',
  'history_exported',
]);
export type AuditAction = z.infer<typeof AuditAction>;

/** What devices did and were told; not part of the chain. */
export const DeviceEventType = z.enum([
  'policy_demanded',
  'policy_told',
  'policy_acknowledged',
  'policy_partly_applied',
  'policy_refused',
  'policy_managed_elsewhere',
  'policy_loop_stopped',
  'access_refused',
  'address_changed',
  'version_changed',
  'device_information',
  'command_offered_again',
]);
export type DeviceEventType = z.infer<typeof DeviceEventType>;

export const TargetKind = z.enum([
  'access',
  'device',
  'command',
  'policy',
  'exception',
  'mailbox',
  'group',
  'person',
  'token',
  'history',
]);
export type TargetKind = z.infer<typeof TargetKind>;

/** A JSON value as it stands in before/after. */
export const Snapshot = z.record(z.string(), z.unknown()).nullable();

export const AuditEntry = z.object({
  /** Position in the chain; a decimal string, for it may pass 2^53. */
  sequence: z.string(),
  at: z.iso.datetime(),
  actorKind: ActorKind,
  actorId: z.string().nullable(),
  actorName: z.string(),
  actorRole: Role.nullable(),
  address: z.string().nullable(),
  requestId: z.string().nullable(),
  action: AuditAction,
  targetKind: TargetKind,
  targetId: z.string().nullable(),
  targetName: z.string(),
  mailbox: z.string().nullable(),
  deviceKey: z.string().nullable(),
  reason: z.string().nullable(),
  before: Snapshot,
  after: Snapshot,
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const HistoryFilter = {
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  /** Part of the actor's name. */
  actor: z.string().trim().max(200).optional(),
  /** Part of the mailbox. */
  mailbox: z.string().trim().max(254).optional(),
  /** Part of the DeviceId. */
  device: z.string().trim().max(200).optional(),
  action: listOf(AuditAction).optional(),
};
export const HistoryQuery = z.object({ ...HistoryFilter, ...PageInput });
export type HistoryQuery = z.infer<typeof HistoryQuery>;
export const HistoryPage = z.object({ entries: z.array(AuditEntry), ...PageCursors });
export type HistoryPage = z.infer<typeof HistoryPage>;

/** One line of a device's own history: audit entry or device event, newest first. */
export const DeviceHistoryEntry = z.discriminatedUnion('source', [
  AuditEntry.extend({ source: z.literal('audit') }),
  z.object({
    source: z.literal('device'),
    id: z.uuid(),
    at: z.iso.datetime(),
    type: DeviceEventType,
    details: z.record(z.string(), z.unknown()),
  }),
]);
export type DeviceHistoryEntry = z.infer<typeof DeviceHistoryEntry>;
export const DeviceHistoryQuery = z.object({ deviceId: z.uuid(), ...PageInput });
export type DeviceHistoryQuery = z.infer<typeof DeviceHistoryQuery>;
export const DeviceHistoryPage = z.object({ entries: z.array(DeviceHistoryEntry), nextCursor: z.string().nullable() });
export type DeviceHistoryPage = z.infer<typeof DeviceHistoryPage>;

export const ChainReport = z.object({
  isIntact: z.boolean(),
  checked: z.number().int(),
  /** First bad row and what is wrong with it; null if intact. */
  firstBad: z.object({ sequence: z.string(), problem: z.enum(['hash_mismatch', 'link_mismatch', 'gap']) }).nullable(),
  /** Hash of the last row: written down elsewhere it proves later that nothing was cut off. */
  headSequence: z.string().nullable(),
  headHash: z.string().nullable(),
  checkedAt: z.iso.datetime(),
});
export type ChainReport = z.infer<typeof ChainReport>;
