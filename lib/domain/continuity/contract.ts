import { z } from 'zod';
import { CommandKind, Reason } from '@/lib/domain/commands/contract';
import { DeviceState } from '@/lib/domain/devices/contract';

/** How sure it is that two partnerships are one phone. */
export const Certainty = z.enum([
  /** The same IMEI. */
  'certain',
  'likely',
  'possible',
]);
export type Certainty = z.infer<typeof Certainty>;

/** What speaks for it. */
export const ContinuitySign = z.enum([
  'imei',
  'phoneNumber',
  'friendlyName',
  'model',
  /** The same system, of the same version or a newer one. */
  'system',
  /** The same mail app, whatever its version. */
  'mailApp',
  /** The former one was silent when the new one came, and has been since. */
  'silent',
]);
export type ContinuitySign = z.infer<typeof ContinuitySign>;

/** A decision of a person, or of an order, that can be carried over. */
export const CarriedDecision = z.object({
  decision: z.enum(['allow', 'block']),
  because: z.enum(['by_hand', 'wiped', 'deleted']),
  decidedAt: z.iso.datetime().nullable(),
  decidedBy: z.string().nullable(),
});
export type CarriedDecision = z.infer<typeof CarriedDecision>;

/** An earlier partnership of the mailbox that is probably the same phone under another DeviceId. */
export const FormerDevice = z.object({
  id: z.uuid(),
  name: z.string(),
  easDeviceId: z.string(),
  model: z.string().nullable(),
  os: z.string().nullable(),
  firstContactAt: z.iso.datetime(),
  lastContactAt: z.iso.datetime(),
  state: DeviceState,
  certainty: Certainty,
  signs: z.array(ContinuitySign),
  /** Null: there is none, or the new one has one of its own. */
  carries: CarriedDecision.nullable(),
  /** An order that waits for it, and does not reach the phone under its new DeviceId. */
  openCommand: CommandKind.nullable(),
  /** Its partnership can be removed with it: it is not refused, and no order waits for it. */
  canBeRemoved: z.boolean(),
});
export type FormerDevice = z.infer<typeof FormerDevice>;

/** The surest first; of equal ones the one that was in contact last. */
export const FormerDeviceList = z.object({ formers: z.array(FormerDevice).max(5) });
export type FormerDeviceList = z.infer<typeof FormerDeviceList>;

export const CarryOverInput = z.strictObject({
  deviceId: z.uuid(),
  formerDeviceId: z.uuid(),
  /** Removes the former partnership too. */
  removesFormer: z.boolean(),
  reason: Reason,
});
export type CarryOverInput = z.infer<typeof CarryOverInput>;
