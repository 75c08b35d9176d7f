import { z } from 'zod';
import { toMailboxPattern } from '@/lib/domain/mailboxes/to-mailbox-pattern';
import { PageCursors, PageInput } from '@/lib/domain/paging';
import { AffectedDevices } from '@/lib/domain/policies/contract';

/** Who says which group a mailbox is in: the patterns of the groups, or a person, who may have chosen none. */
export const GroupChoice = z.enum(['automatic', 'by_hand']);
export type GroupChoice = z.infer<typeof GroupChoice>;

/** An address has no more characters. */
const LONGEST_PATTERN = 254;

/**
 * Which mailboxes a group takes, by their names in lower case: `*` stands for any number of characters, `?` for one. A domain,
 * with or without `@` before it, is taken for everybody in it.
 */
export const MailboxPattern = z
  .string()
  .max(2 * LONGEST_PATTERN)
  .overwrite(toMailboxPattern)
  .min(1)
  .max(LONGEST_PATTERN)
  .regex(/^[^\s\p{C},;<>"()]+$/u);
export type MailboxPattern = z.infer<typeof MailboxPattern>;
/** No pattern twice. */
export const GroupPatterns = z
  .array(MailboxPattern)
  .max(50)
  .overwrite((patterns) => [...new Set(patterns)]);
export type GroupPatterns = z.infer<typeof GroupPatterns>;

export const MailboxView = z.object({
  id: z.uuid(),
  name: z.string(),
  displayName: z.string().nullable(),
  group: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  groupChoice: GroupChoice,
  /** Pattern of the group by which the mailbox is in it; null if it is in none, or by hand. */
  groupPattern: z.string().nullable(),
  /** Policy in force and where it comes from. */
  policyName: z.string().nullable(),
  policyOrigin: z.enum(['exception', 'mailbox', 'group', 'default', 'none']),
  deviceCount: z.number().int(),
  createdAt: z.iso.datetime(),
});
export type MailboxView = z.infer<typeof MailboxView>;

/** Whether phones may be used with a mailbox, and how many. */
export const MailboxPhones = z.object({
  isEasEnabled: z.boolean(),
  /** Whose word that is; `default`: nobody has said anything, which lets phones in. */
  easOrigin: z.enum(['mailbox', 'group', 'default']),
  /** Devices that may have mail, the same for every mailbox; null: any number. */
  maxDevices: z.number().int().nullable(),
  /** Devices that take up a place: neither removed, wiped nor blocked by hand. */
  placesTaken: z.number().int(),
});
export type MailboxPhones = z.infer<typeof MailboxPhones>;

/** One mailbox, with what only its own page shows. */
export const MailboxDetailView = MailboxView.extend({ phones: MailboxPhones });
export type MailboxDetailView = z.infer<typeof MailboxDetailView>;

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
/** Either a group, or none, by hand, or `automatic` and no group. */
export const UpdateMailboxInput = z
  .strictObject({
    mailboxId: z.uuid(),
    groupId: z.uuid().nullable().optional(),
    groupChoice: GroupChoice.optional(),
  })
  .refine(({ groupId, groupChoice }) => (groupChoice === 'automatic') === (groupId === undefined), {
    path: ['groupId'],
  });
export type UpdateMailboxInput = z.infer<typeof UpdateMailboxInput>;

export const GroupView = z.object({
  id: z.uuid(),
  name: z.string(),
  patterns: z.array(z.string()),
  mailboxCount: z.number().int(),
  byHandCount: z.number().int(),
  byPatternCount: z.number().int(),
  policyName: z.string().nullable(),
  /** Goes up with every change of name or patterns. */
  version: z.number().int(),
});
export type GroupView = z.infer<typeof GroupView>;
/** In their order: of those that match a mailbox, the first has it. */
export const GroupList = z.object({ groups: z.array(GroupView) });
export type GroupList = z.infer<typeof GroupList>;
const GroupName = z.string().trim().min(1).max(120);
export const GroupInput = z.strictObject({ name: GroupName, patterns: GroupPatterns.optional() });
export type GroupInput = z.infer<typeof GroupInput>;
/** What is left out stays. */
export const UpdateGroupInput = z.strictObject({
  groupId: z.uuid(),
  /** The version that was edited; guards against overwriting someone else's change. */
  version: z.number().int(),
  name: GroupName.optional(),
  patterns: GroupPatterns.optional(),
});
export type UpdateGroupInput = z.infer<typeof UpdateGroupInput>;
export const GroupIdInput = z.strictObject({ groupId: z.uuid() });
export type GroupIdInput = z.infer<typeof GroupIdInput>;

const GroupIds = z.array(z.uuid()).min(1).max(1000);
/** All groups in the order they shall have, and in the order that the caller saw. */
export const OrderGroupsInput = z.strictObject({ groupIds: GroupIds, formerGroupIds: GroupIds });
export type OrderGroupsInput = z.infer<typeof OrderGroupsInput>;
/** Patterns for a group, or, without an id, for one that is not there yet. No patterns also tells what deleting it does. */
export const PreviewGroupInput = z.strictObject({
  groupId: z.uuid().nullable().default(null),
  patterns: GroupPatterns,
});
export type PreviewGroupInput = z.infer<typeof PreviewGroupInput>;

/** Mailboxes that change their group: how many, and the first twenty by name. */
export const MovedMailboxes = z.object({
  count: z.number().int(),
  mailboxes: z
    .array(z.object({ id: z.uuid(), name: z.string(), from: z.string().nullable(), to: z.string().nullable() }))
    .max(20),
});
export type MovedMailboxes = z.infer<typeof MovedMailboxes>;
/** What a change of groups would do. */
export const GroupsImpact = z.object({
  moves: MovedMailboxes,
  /** Will have to provision again, since another policy holds for their mailbox. */
  provisionAgain: AffectedDevices,
});
export type GroupsImpact = z.infer<typeof GroupsImpact>;
export const GroupImpact = GroupsImpact.extend({
  /** Mailboxes that a pattern matches, whatever group they are in. */
  matches: z.object({ count: z.number().int(), names: z.array(z.string()).max(20) }),
  joins: MovedMailboxes,
  leaves: MovedMailboxes,
}).omit({ moves: true });
export type GroupImpact = z.infer<typeof GroupImpact>;
