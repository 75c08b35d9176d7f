import { z } from 'zod';
import { AutoBlock } from '@/lib/domain/auto-block/contract';
import { ArrivalEstimate, CommandView, Reason } from '@/lib/domain/commands/contract';
import { PolicySettingName } from '@/lib/domain/policies/contract';
import { PageCursors, PageInput, listOf } from '@/lib/domain/paging';

/** Outcome of the access decision as the console shows it. */
export const AccessLevel = z.enum(['allowed', 'blocked', 'quarantined']);
export type AccessLevel = z.infer<typeof AccessLevel>;

export const BlockReason = z.enum(['by_hand', 'wiped', 'deleted']);
export type BlockReason = z.infer<typeof BlockReason>;

/** Where the device stands, one word: what the list filters and shows first. */
export const DeviceState = z.enum([
  'active',
  /** No contact for 30 days. */
  'silent',
  'wipe_pending',
  'wipe_failed',
  'wiped',
  'delete_pending',
  'delete_failed',
  'removed',
  'blocked',
  /** Blocked for a while because of how it behaves; ends by itself. */
  'auto_blocked',
  /** Waits for an administrator: gets one message and no mailbox data. */
  'quarantined',
]);
export type DeviceState = z.infer<typeof DeviceState>;

export const DevicePolicyState = z.enum([
  'none',
  'told',
  'applied',
  'partial',
  'refused',
  'external',
  'looping',
  /** Acknowledged an older version than the one in force. */
  'outdated',
  /** An exception holds: nothing is enforced. */
  'exempt',
]);
export type DevicePolicyState = z.infer<typeof DevicePolicyState>;

/** What ended a held request. */
export const HoldOutcome = z.enum([
  /** Its time: nothing happened, nothing cut it. */
  'whole',
  /** News, an order or a changed rule. */
  'news',
  /** The device asked anew. */
  'replaced',
  /** The device, or something on the way, closed the connection. */
  'early',
]);
export type HoldOutcome = z.infer<typeof HoldOutcome>;

/** A request that was held, and for how long. */
export const RecentHold = z.object({ seconds: z.number().int(), outcome: HoldOutcome });
export type RecentHold = z.infer<typeof RecentHold>;

export const DeviceSummary = z.object({
  id: z.uuid(),
  mailbox: z.string(),
  easDeviceId: z.string(),
  /** FriendlyName, else model, else type: what people call it. Also what has to be typed for a full wipe. */
  name: z.string(),
  deviceType: z.string(),
  model: z.string().nullable(),
  os: z.string().nullable(),
  imei: z.string().nullable(),
  phoneNumber: z.string().nullable(),
  protocolVersion: z.string(),
  userAgent: z.string().nullable(),
  state: DeviceState,
  access: AccessLevel,
  blockReason: BlockReason.nullable(),
  policyState: DevicePolicyState,
  policyName: z.string().nullable(),
  /** Settings that an exception has taken out of the policy for this device. */
  exemptSettings: z.array(PolicySettingName),
  firstContactAt: z.iso.datetime(),
  lastContactAt: z.iso.datetime(),
  lastAddress: z.string().nullable(),
  heartbeatSeconds: z.number().int().nullable(),
  /** Something on the way has cut held connections after about so many seconds in the last 7 days; null: not noticed. */
  cutAfterSeconds: z.number().int().nullable(),
});
export type DeviceSummary = z.infer<typeof DeviceSummary>;

export const DeviceSort = z.enum([
  '-lastContactAt',
  'lastContactAt',
  'mailbox',
  '-mailbox',
  'name',
  '-name',
  'deviceType',
  '-deviceType',
  'firstContactAt',
  '-firstContactAt',
]);
export type DeviceSort = z.infer<typeof DeviceSort>;

/** Filters of the list; also of its export. Everything of it lives in the URL. */
export const DeviceFilter = {
  /** Part of mailbox, device name, model, DeviceId, IMEI or phone number. */
  search: z.string().trim().max(200).optional(),
  state: listOf(DeviceState).optional(),
  policyState: listOf(DevicePolicyState).optional(),
  access: listOf(AccessLevel).optional(),
  /** Contact within / not within a time. */
  lastContact: z.enum(['day', 'week', 'month', 'older']).optional(),
  deviceType: listOf(z.string().max(200)).optional(),
  /** `cut`: something on the way has cut held connections in the last 7 days. */
  push: z.enum(['cut']).optional(),
};

export const DeviceListQuery = z.object({
  ...DeviceFilter,
  sort: DeviceSort.default('-lastContactAt'),
  ...PageInput,
});
export type DeviceListQuery = z.infer<typeof DeviceListQuery>;

export const DevicePage = z.object({
  devices: z.array(DeviceSummary),
  /** Devices that match, counted up to 10,000. */
  total: z.number().int(),
  totalIsExact: z.boolean(),
  ...PageCursors,
});
export type DevicePage = z.infer<typeof DevicePage>;

/** What the filters offer: the device types in use, with counts. */
export const DeviceFacets = z.object({
  deviceTypes: z.array(z.object({ value: z.string(), count: z.number().int() })),
});
export type DeviceFacets = z.infer<typeof DeviceFacets>;

export const DeviceAddressView = z.object({
  address: z.string(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
});

/** One step of the access decision: why the outcome is what it is. */
export const AccessTraceStep = z.object({
  rule: z.enum([
    'wiped',
    'deleted',
    'mailbox_off',
    'override_block',
    'auto_block',
    'override_allow',
    'device_limit',
    'protocol_version',
    'access_rule',
    'default',
  ]),
  outcome: z.enum(['allowed', 'blocked', 'quarantined', 'passed']),
  /** Of an access rule: its place, from 1, and its name. */
  position: z.int().optional(),
  name: z.string().optional(),
  /** Of an access rule that was passed: the first of its conditions that does not hold; `off` if it is switched off. */
  missed: z
    .enum(['off', 'deviceType', 'model', 'os', 'osVersion', 'userAgent', 'protocolVersion', 'network'])
    .optional(),
  /** Of a limit: what is allowed at most, or at least. */
  limit: z.string().optional(),
  /** Of a limit or a condition: what the device has; left out if it is not known. */
  actual: z.string().optional(),
  /** Of an automatic block: what for, and until when. */
  autoBlock: AutoBlock.optional(),
});
export type AccessTraceStep = z.infer<typeof AccessTraceStep>;

/** Why a device gets nowhere with its policy, as far as can be told from what it does. */
export const PolicyLoopCause = z.enum(['refuses', 'no_answer', 'ignores_demand', 'changes_id', 'loses_key']);
export type PolicyLoopCause = z.infer<typeof PolicyLoopCause>;

export const DeviceView = DeviceSummary.extend({
  mailboxId: z.uuid(),
  friendlyName: z.string().nullable(),
  osLanguage: z.string().nullable(),
  reportedUserAgent: z.string().nullable(),
  enableOutboundSms: z.boolean().nullable(),
  mobileOperator: z.string().nullable(),
  bytesIn: z.number(),
  bytesOut: z.number(),
  bytesOutPlain: z.number(),
  recentContacts: z.array(z.iso.datetime()),
  push: z.object({
    /** Seconds; those that differ from the one before, newest first. */
    recentHeartbeats: z.array(z.number().int()),
    /** Newest first. */
    recentHolds: z.array(RecentHold),
    /** How many held requests the device's side has closed before their time, ever. */
    earlyEnds: z.number().int(),
    cutSeenAt: z.iso.datetime().nullable(),
  }),
  addresses: z.array(DeviceAddressView),
  estimate: ArrivalEstimate,
  openCommand: CommandView.nullable(),
  lastCommand: CommandView.nullable(),
  accessTrace: z.array(AccessTraceStep),
  accessDecidedAt: z.iso.datetime().nullable(),
  accessDecidedBy: z.string().nullable(),
  /** Blocked for a while because of how it behaves; null: it is not. */
  autoBlock: AutoBlock.nullable(),
  policy: z.object({
    /** Policy in force, null under an exception. */
    name: z.string().nullable(),
    policyId: z.uuid().nullable(),
    origin: z.enum(['exception', 'mailbox', 'group', 'default', 'none']),
    exceptionId: z.uuid().nullable(),
    exceptionEndsAt: z.iso.datetime().nullable(),
    toldAt: z.iso.datetime().nullable(),
    answeredAt: z.iso.datetime().nullable(),
    demands: z.number().int(),
    /** Documents handed out since the device last came with its key. */
    rounds: z.number().int(),
    /** Of a device that goes round in circles: the likely cause, and until when it is stopped. */
    loop: z.object({ cause: PolicyLoopCause, pausedUntil: z.iso.datetime() }).nullable(),
    /** Exactly what this device's protocol version carries: element of EASProvisionDoc and its value. */
    document: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
});
export type DeviceView = z.infer<typeof DeviceView>;

export const DeviceIdInput = z.strictObject({ deviceId: z.uuid() });
export type DeviceIdInput = z.infer<typeof DeviceIdInput>;

/** Allow again (after wipe, delete or block), block by hand, or leave it to the rules. */
export const DecideAccessInput = z.strictObject({
  deviceId: z.uuid(),
  decision: z.enum(['allow', 'block']),
  reason: Reason,
});
export type DecideAccessInput = z.infer<typeof DecideAccessInput>;

/** Lets a device try again that was stopped because it got nowhere with its policy. */
export const RetryPolicyInput = z.strictObject({ deviceId: z.uuid(), reason: Reason });
export type RetryPolicyInput = z.infer<typeof RetryPolicyInput>;

/** Forgets the partnership. An open command stays and is delivered if the device comes back. */
export const RemoveDeviceInput = z.strictObject({ deviceId: z.uuid(), reason: Reason });
export type RemoveDeviceInput = z.infer<typeof RemoveDeviceInput>;
