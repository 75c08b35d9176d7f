import { z } from 'zod';
import { Reason } from '@/lib/domain/commands/contract';
import { PolicySettingName } from '@/lib/domain/policies/contract';

export const ExceptionState = z.enum(['planned', 'active', 'expired', 'ended']);
export type ExceptionState = z.infer<typeof ExceptionState>;

export const ExceptionView = z.object({
  id: z.uuid(),
  /** The mailbox that is exempt, or null: a group is. */
  mailboxId: z.uuid().nullable(),
  mailbox: z.string().nullable(),
  /** Null with a group's name: the group has been deleted, which ended its exceptions. */
  groupId: z.uuid().nullable(),
  group: z.string().nullable(),
  /** Settings that are not enforced; empty: nothing is. */
  settings: z.array(PolicySettingName),
  state: ExceptionState,
  reason: z.string(),
  approvedBy: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  endedBy: z.string().nullable(),
  /** From when on the overview reminds of the end; null: never. */
  remindAt: z.iso.datetime().nullable(),
  /** The exception that this one goes on from, and the one that goes on from this. */
  renewalOfId: z.uuid().nullable(),
  renewedById: z.uuid().nullable(),
  deviceCount: z.number().int(),
});
export type ExceptionView = z.infer<typeof ExceptionView>;

export const ExceptionListQuery = z.object({
  state: z.enum(['current', 'past', 'all']).default('current'),
  search: z.string().trim().max(200).optional(),
});
export type ExceptionListQuery = z.infer<typeof ExceptionListQuery>;
export const ExceptionList = z.object({ exceptions: z.array(ExceptionView) });
export type ExceptionList = z.infer<typeof ExceptionList>;

/**
 * Of a mailbox or of a group, one of the two. `mailbox` is a name: a person can be exempt before the first phone is
 * connected.
 */
export const AddExceptionInput = z.strictObject({
  mailbox: z.string().trim().toLowerCase().min(1).max(254).optional(),
  groupId: z.uuid().optional(),
  /** Settings that are not to be enforced; left out or empty: nothing is. */
  settings: z.array(PolicySettingName).max(PolicySettingName.options.length).optional(),
  reason: Reason,
  approvedBy: z.string().trim().min(1).max(200),
  startsAt: z.iso.datetime().optional(),
  /** Null: until somebody ends it. */
  endsAt: z.iso.datetime().nullable(),
  /** So many days before the end the overview reminds of it; null: never. */
  remindDays: z.number().int().min(0).max(365).nullable().optional(),
  /** The exception that this one renews: another decision, with a term of its own. It begins when that one ends. */
  renewalOfId: z.uuid().optional(),
});
export type AddExceptionInput = z.infer<typeof AddExceptionInput>;

export const EndExceptionInput = z.strictObject({ exceptionId: z.uuid(), reason: Reason });
export type EndExceptionInput = z.infer<typeof EndExceptionInput>;

/** A mailbox that is exempt at this moment, by itself or by its group. */
export const ExemptMailbox = z.object({
  mailbox: z.string(),
  displayName: z.string().nullable(),
  exceptionId: z.uuid(),
  /** Of a group exception. */
  group: z.string().nullable(),
  settings: z.array(PolicySettingName),
  reason: z.string(),
  approvedBy: z.string(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().nullable(),
  deviceCount: z.number().int(),
});
export type ExemptMailbox = z.infer<typeof ExemptMailbox>;

/** Who is exempt at this moment: the first 1,000 by name, and how many there are. */
export const ExemptionReport = z.object({
  at: z.iso.datetime(),
  total: z.number().int(),
  mailboxes: z.array(ExemptMailbox),
});
export type ExemptionReport = z.infer<typeof ExemptionReport>;
