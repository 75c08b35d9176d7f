import { z } from 'zod';

export const CommandKind = z.enum(['wipe', 'delete']);
export type CommandKind = z.infer<typeof CommandKind>;

export const CommandMethod = z.enum(['remote_wipe', 'account_only_remote_wipe', 'refuse_access']);
export type CommandMethod = z.infer<typeof CommandMethod>;

export const CommandState = z.enum(['queued', 'delivered', 'acknowledged', 'failed', 'enforced', 'cancelled']);
export type CommandState = z.infer<typeof CommandState>;

export const AnswerProof = z.enum(['password', 'former_password']);
export type AnswerProof = z.infer<typeof AnswerProof>;

/** Why, in the words of the person who orders it. Goes into the history, where auditors read it. */
export const Reason = z.string().trim().min(1).max(500);

/** What the command dialog and the API send. One schema for form, route and test. */
export const QueueCommandInput = z.strictObject({
  deviceId: z.uuid(),
  kind: CommandKind,
  reason: Reason,
  /** Full wipe from the console: the device's name as typed. The API may leave it out; if given it must match. */
  confirmName: z.string().max(300).optional(),
  /** From the `Idempotency-Key` header: a repeated request gets the command of the first. */
  idempotencyKey: z.string().min(1).max(200).optional(),
});
export type QueueCommandInput = z.infer<typeof QueueCommandInput>;

export const CancelCommandInput = z.strictObject({ commandId: z.uuid(), reason: Reason });
export type CancelCommandInput = z.infer<typeof CancelCommandInput>;

export const CommandIdInput = z.strictObject({ commandId: z.uuid() });

export const CommandView = z.object({
  id: z.uuid(),
  deviceId: z.uuid(),
  mailbox: z.string(),
  easDeviceId: z.string(),
  deviceName: z.string(),
  kind: CommandKind,
  method: CommandMethod,
  state: CommandState,
  reason: z.string(),
  queuedBy: z.string(),
  queuedAt: z.iso.datetime(),
  deliveredAt: z.iso.datetime().nullable(),
  deliveredAddress: z.string().nullable(),
  deliveredVersion: z.string().nullable(),
  deliveries: z.number().int(),
  answeredAt: z.iso.datetime().nullable(),
  answerStatus: z.string().nullable(),
  answerAddress: z.string().nullable(),
  answerVersion: z.string().nullable(),
  answerProof: AnswerProof.nullable(),
  failures: z.number().int(),
  closedAt: z.iso.datetime().nullable(),
  cancelledBy: z.string().nullable(),
});
export type CommandView = z.infer<typeof CommandView>;

/** Commands of a device, newest first. */
export const ListCommandsInput = z.strictObject({ deviceId: z.uuid() });
export const CommandList = z.object({ commands: z.array(CommandView) });
export type CommandList = z.infer<typeof CommandList>;

/** When an order will probably arrive, made from the recent contacts. */
export const ArrivalEstimate = z.object({
  /** `soon`: on push now or within its usual interval; `overdue`: silent for longer than usual; `unknown`: too little seen. */
  kind: z.enum(['soon', 'overdue', 'unknown']),
  usualIntervalSeconds: z.number().int().nullable(),
  silentSeconds: z.number().int(),
  /** Null on push, where it is a matter of seconds, and if nothing can be said. */
  expectedBy: z.iso.datetime().nullable(),
});
export type ArrivalEstimate = z.infer<typeof ArrivalEstimate>;

/** What a command would do to this device, shown before the click. */
export const CommandEffect = z.object({
  deviceId: z.uuid(),
  kind: CommandKind,
  method: CommandMethod,
  /** What will be gone: everything on the phone; the account only; nothing; the data of the mail app only (Outlook). */
  erases: z.enum(['whole_device', 'account', 'nothing', 'app_data']),
  deviceName: z.string(),
  mailbox: z.string(),
  protocolVersion: z.string(),
  lastContactAt: z.iso.datetime(),
  estimate: ArrivalEstimate,
  openCommand: CommandView.nullable(),
  /** Other mailboxes on what is probably the same phone: a full wipe takes them too. */
  otherMailboxes: z.array(z.string()),
});
export type CommandEffect = z.infer<typeof CommandEffect>;

export const CommandEffectsInput = z.strictObject({
  deviceIds: z.array(z.uuid()).min(1).max(200),
  kind: CommandKind,
});
export type CommandEffectsInput = z.infer<typeof CommandEffectsInput>;
export const CommandEffects = z.object({ effects: z.array(CommandEffect) });
export type CommandEffects = z.infer<typeof CommandEffects>;

export const QueueCommandsInput = z.strictObject({
  deviceIds: z.array(z.uuid()).min(1).max(200),
  kind: CommandKind,
  reason: Reason,
});
export type QueueCommandsInput = z.infer<typeof QueueCommandsInput>;

/** Each device for itself: one refusal does not stop the others, and none is silent. */
export const QueueCommandsResult = z.object({
  results: z.array(z.object({ deviceId: z.uuid(), command: CommandView.nullable(), refusal: z.string().nullable() })),
});
export type QueueCommandsResult = z.infer<typeof QueueCommandsResult>;
