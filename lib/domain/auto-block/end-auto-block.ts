import type { Transaction } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/client';
import { reassessDevices } from '@/lib/domain/access/reassess-devices';
import { type BlockedDevice, holdBlockedDevice } from '@/lib/domain/auto-block/auto-block-device';
import { AutoBlock, type EndAutoBlockInput } from '@/lib/domain/auto-block/contract';
import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Ends an automatic block before its time. What the device did before counts no more.
 *
 * @throws DomainError `permission_denied`, `device_not_found`, `device_not_auto_blocked`
 */
export async function endAutoBlock(ctx: DomainContext, { deviceId, reason }: EndAutoBlockInput): Promise<void> {
  requirePermission(ctx.actor, 'device:manage');
  await ctx.db.$transaction(async (tx) => {
    const device = await holdBlockedDevice(tx, deviceId);
    if (!device) throw new DomainError('device_not_found', deviceId);
    if (device.autoBlockedUntil === null) throw new DomainError('device_not_auto_blocked', deviceId);
    await liftAutoBlock(tx, ctx, { device, because: 'by_hand', reason });
  });
}

export interface LiftedBlock {
  device: BlockedDevice;
  /** Its time was over, a person ended it, or automatic blocks were switched off. */
  because: 'term' | 'by_hand' | 'settings';
  reason: string | null;
}

/** Takes the block from a device whose row is held, with its entry in the history. */
export async function liftAutoBlock(tx: Transaction, ctx: DomainContext, lifted: LiftedBlock): Promise<void> {
  const { device, because, reason } = lifted;
  const { id, mailbox, deviceKey } = device;
  await tx.device.update({ where: { id }, data: { ...unblocked, rateCountedFrom: ctx.now() }, select: { id: true } });
  // The clocks of console and engine may differ a little: what all have counted is forgotten in any case.
  await tx.deviceRate.deleteMany({ where: { deviceId: id } });
  await reassessDevices(tx, [device.mailboxId]);
  await appendAudit(tx, ctx, {
    action: 'device_auto_block_ended',
    target: { kind: 'device', id, name: device.name },
    mailbox,
    deviceKey,
    reason,
    before: { ...AutoBlock.parse(device.autoBlock) },
    after: { because },
  });
  await signalEngine(tx, { kind: 'device', mailbox, deviceKey, why: 'access' });
  await signalConsole(tx, { topic: 'devices', id });
}

/** Columns of a device without an automatic block. */
export const unblocked = { autoBlock: Prisma.DbNull, autoBlockedUntil: null } as const;
