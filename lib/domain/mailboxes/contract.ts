import { z } from 'zod';
import { PageCursors, PageInput } from '@/lib/domain/paging';

export const MailboxView = z.object({
  id: z.uuid(),
  name: z.string(),
  displayName: z.string().nullable(),
  group: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  /** Policy in force and where it comes from. */
  policyName: z.string().nullable(),
  policyOrigin: z.enum(['exception', 'mailbox', 'group', 'default', 'none']),
  deviceCount: z.number().int(),
  createdAt: z.iso.datetime(),
});
export type MailboxView = z.infer<typeof MailboxView>;

export const MailboxListQuery = z.object({
  search: z.string().trim().max(200).optional(),
  groupId: z.uuid().optional(),
  ...PageInput,
});
export type MailboxListQuery = z.infer<typeof MailboxListQuery>;
export const MailboxPage = z.object({ mailboxes: z.array(MailboxView), ...PageCursors });
export type MailboxPage = z.infer<typeof MailboxPage>;

export const MailboxIdInput = z.strictObject({ mailboxId: z.uuid() });
export type MailboxIdInput = z.infer<typeof MailboxIdInput>;
export const UpdateMailboxInput = z.strictObject({ mailboxId: z.uuid(), groupId: z.uuid().nullable() });
export type UpdateMailboxInput = z.infer<typeof UpdateMailboxInput>;

export const GroupView = z.object({
  id: z.uuid(),
  name: z.string(),
  mailboxCount: z.number().int(),
  policyName: z.string().nullable(),
});
export type GroupView = z.infer<typeof GroupView>;
export const GroupList = z.object({ groups: z.array(GroupView) });
export type GroupList = z.infer<typeof GroupList>;
export const GroupInput = z.strictObject({ name: z.string().trim().min(1).max(120) });
export type GroupInput = z.infer<typeof GroupInput>;
export const RenameGroupInput = GroupInput.extend({ groupId: z.uuid() });
export type RenameGroupInput = z.infer<typeof RenameGroupInput>;
export const GroupIdInput = z.strictObject({ groupId: z.uuid() });
export type GroupIdInput = z.infer<typeof GroupIdInput>;
