import { z } from 'zod';
import { Reason } from '@/lib/domain/commands/contract';
import { AccessLevel, AccessTraceStep, DeviceSummary } from '@/lib/domain/devices/contract';
import { PageCursors, PageInput } from '@/lib/domain/paging';

/** `*` stands for any number of characters, `?` for one; upper and lower case are the same. */
const Pattern = z.string().trim().min(1).max(200);
const patterns = z.array(Pattern).min(1).max(50).optional();

/** Numbers and dots, e.g. `17.4.1`. Compared number by number; what is missing counts as 0. */
export const VersionText = z.string().regex(/^\d{1,6}(\.\d{1,6}){0,4}$/);

/** `from` belongs to it, `below` does not. */
const versions = z
  .strictObject({ from: VersionText.optional(), below: VersionText.optional() })
  .refine(({ from, below }) => from !== undefined || below !== undefined, { error: 'empty_range' })
  .optional();

/** All that are given must hold; of a list, one. What a device has not told matches nothing. */
export const AccessConditions = z
  .strictObject({
    deviceType: patterns,
    model: patterns,
    os: patterns,
    /** Of the OS that the device names: the first number in it. */
    osVersion: versions,
    userAgent: patterns,
    protocolVersion: versions,
    /** Of the address that the device calls from. */
    network: z
      .array(z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]))
      .min(1)
      .max(50)
      .optional(),
  })
  .refine((conditions) => Object.values(conditions).some((each) => each !== undefined), { error: 'no_condition' });
export type AccessConditions = z.infer<typeof AccessConditions>;

export const AccessRuleInput = z.strictObject({
  /** Of a rule that exists; left out for a new one. */
  id: z.uuid().optional(),
  name: z.string().trim().min(1).max(120),
  level: AccessLevel,
  conditions: AccessConditions,
  isEnabled: z.boolean(),
});
export type AccessRuleInput = z.infer<typeof AccessRuleInput>;

export const MinProtocolVersion = z.enum(['12.1', '14.0', '14.1', '16.0', '16.1']);

const Notice = z.string().trim().max(2000);

export const AccessSettings = z.strictObject({
  /** Of a device that no rule speaks of. */
  defaultLevel: AccessLevel,
  /** Devices a mailbox may have; those that came later are quarantined. Null: any number. */
  maxDevices: z.int().min(1).max(100).nullable(),
  /** Older ones are blocked. Null: none is too old. */
  minProtocolVersion: MinProtocolVersion.nullable(),
  /** What the owner of a quarantined device is told to do, and whom to ask; empty: the product's own words. */
  noticeEn: Notice,
  noticeDe: Notice,
});
export type AccessSettings = z.infer<typeof AccessSettings>;

/** In the order in which they are asked: the first that matches decides. */
const rules = z
  .array(AccessRuleInput)
  .max(200)
  .refine((list) => new Set(list.flatMap(({ id }) => id ?? [])).size === list.filter(({ id }) => id).length, {
    error: 'repeated_rule',
  });

/** Settings and rules as they are to be, as a whole. */
export const AccessDraft = z.strictObject({ settings: AccessSettings, rules });
export type AccessDraft = z.infer<typeof AccessDraft>;

export const ApplyAccessInput = AccessDraft.extend({
  /** That the draft was made from; refused if somebody else applied another meanwhile. */
  revision: z.uuid(),
  reason: Reason,
});
export type ApplyAccessInput = z.infer<typeof ApplyAccessInput>;

export const AccessRuleView = AccessRuleInput.extend({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
});
export type AccessRuleView = z.infer<typeof AccessRuleView>;

export const AccessView = z.object({
  revision: z.uuid(),
  settings: AccessSettings,
  rules: z.array(AccessRuleView),
});
export type AccessView = z.infer<typeof AccessView>;

const ConcernedDevices = z.object({
  count: z.int(),
  /** The first of them by mailbox. */
  devices: z
    .array(
      z.object({
        id: z.uuid(),
        mailbox: z.string(),
        name: z.string(),
        from: AccessLevel,
        /** Name of the rule that decides; null: a limit or the default does. */
        ruleName: z.string().nullable(),
      }),
    )
    .max(50),
});
export type ConcernedDevices = z.infer<typeof ConcernedDevices>;

/** What applying a draft would change. */
export const AccessImpact = z.object({
  /** Devices that were looked at. */
  deviceCount: z.int(),
  block: ConcernedDevices,
  quarantine: ConcernedDevices,
  /** That may have data again. */
  free: ConcernedDevices,
});
export type AccessImpact = z.infer<typeof AccessImpact>;

export const QuarantineQuery = z.object({ ...PageInput });
export type QuarantineQuery = z.infer<typeof QuarantineQuery>;

/** The longest known first. */
export const QuarantinePage = z.object({
  /** Each with the step of the decision that keeps it there; null if it was removed a moment ago. */
  devices: z.array(DeviceSummary.extend({ step: AccessTraceStep.nullable() })),
  total: z.int(),
  ...PageCursors,
});
export type QuarantinePage = z.infer<typeof QuarantinePage>;

export const DecideQuarantinedInput = z.strictObject({
  deviceIds: z.array(z.uuid()).min(1).max(100),
  decision: z.enum(['allow', 'block']),
  reason: Reason,
});
export type DecideQuarantinedInput = z.infer<typeof DecideQuarantinedInput>;

/** Decided, and those that somebody or something else had decided before. */
export const DecideQuarantinedOutcome = z.object({ decided: z.array(z.uuid()), skipped: z.array(z.uuid()) });
export type DecideQuarantinedOutcome = z.infer<typeof DecideQuarantinedOutcome>;

/** Null: as its group; a group without a word of its own lets its mailboxes in. */
const isEasEnabled = z.boolean().nullable();

export const SwitchMailboxInput = z.strictObject({ mailboxId: z.uuid(), isEasEnabled, reason: Reason });
export type SwitchMailboxInput = z.infer<typeof SwitchMailboxInput>;
export const SwitchGroupInput = z.strictObject({ groupId: z.uuid(), isEasEnabled: z.boolean(), reason: Reason });
export type SwitchGroupInput = z.infer<typeof SwitchGroupInput>;

/** Who may use phones at all. */
export const AccessSwitches = z.object({
  groups: z.array(z.object({ id: z.uuid(), name: z.string(), isEasEnabled: z.boolean() })),
  /** Those with a word of their own, at most 200. */
  mailboxes: z.array(z.object({ id: z.uuid(), name: z.string(), isEasEnabled: z.boolean() })),
});
export type AccessSwitches = z.infer<typeof AccessSwitches>;
