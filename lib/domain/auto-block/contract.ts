import { z } from 'zod';
import { Reason } from '@/lib/domain/commands/contract';

/** What is counted against a device. */
export const RateKind = z.enum([
  /** Sync of one folder with the same SyncKey as before. */
  'sameSyncKey',
  /** FolderSync with key 0: the device starts over. */
  'folderRestart',
  'provision',
  /** SendMail, SmartReply and SmartForward. */
  'sendMail',
  'anyCommand',
]);
export type RateKind = z.infer<typeof RateKind>;

/** More than `count` within so many minutes are too many. */
export const RateLimit = z.strictObject({ count: z.int().min(5).max(100_000), minutes: z.int().min(1).max(60) });
export type RateLimit = z.infer<typeof RateLimit>;

/** Null: not counted. */
const limit = RateLimit.nullable();

export const AutoBlockSettings = z.strictObject({
  /** Off, nothing is counted, and nobody is blocked for it any more. */
  isEnabled: z.boolean(),
  limits: z.strictObject({
    sameSyncKey: limit,
    folderRestart: limit,
    provision: limit,
    sendMail: limit,
    anyCommand: limit,
  } satisfies Record<RateKind, typeof limit>),
  /** For how long. */
  blockMinutes: z.int().min(5).max(10_080),
});
export type AutoBlockSettings = z.infer<typeof AutoBlockSettings>;

/** Why a device is blocked for a while, and until when. */
export const AutoBlock = z.object({
  kind: RateKind,
  /** How often it was, when it was noticed. */
  count: z.int(),
  limit: z.int(),
  minutes: z.int(),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
});
export type AutoBlock = z.infer<typeof AutoBlock>;

export const EndAutoBlockInput = z.strictObject({ deviceId: z.uuid(), reason: Reason });
export type EndAutoBlockInput = z.infer<typeof EndAutoBlockInput>;
