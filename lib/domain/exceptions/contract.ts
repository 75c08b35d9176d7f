import { z } from 'zod';
import { Reason } from '@/lib/domain/commands/contract';

export const ExceptionState = z.enum(['planned', 'active', 'expired', 'ended']);
export type ExceptionState = z.infer<typeof ExceptionState>;

export const ExceptionView = z.object({
  id: z.uuid(),
  mailboxId: z.uuid(),
  mailbox: z.string(),
  state: ExceptionState,
  reason: z.string(),
  approvedBy: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  endedBy: z.string().nullable(),
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

/** `mailbox` is a name: a person can be exempt before the first phone is connected. */
export const AddExceptionInput = z.strictObject({
  mailbox: z.string().trim().toLowerCase().min(1).max(254),
  reason: Reason,
  approvedBy: z.string().trim().min(1).max(200),
  startsAt: z.iso.datetime().optional(),
  /** Null: until somebody ends it. */
  endsAt: z.iso.datetime().nullable(),
});
export type AddExceptionInput = z.infer<typeof AddExceptionInput>;

export const EndExceptionInput = z.strictObject({ exceptionId: z.uuid(), reason: Reason });
export type EndExceptionInput = z.infer<typeof EndExceptionInput>;
