import type { Transaction } from '@/lib/db/client';
import type { Device } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import type { RemoveDeviceInput } from '@/lib/domain/devices/contract';
import { deviceName } from '@/lib/domain/devices/device-name';
import { lowerCase } from '@/lib/domain/enum-case';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Forgets a partnership: its row, sync state and addresses. History and device events stay. An open command stays as well,
 * and is delivered if the phone comes back.
 *
 * Without an open command the phone may come back as a new device, also one that was blocked or wiped: what must not come
 * back is blocked, not removed.
 *
 * @throws DomainError `permission_denied`, `device_not_found`
 */
export async function removeDevice(ctx: DomainContext, input: RemoveDeviceInput): Promise<void> {
  requirePermission(ctx.actor, 'device:manage');
  await ctx.db.$transaction(async (tx) => {
    const where = { id: input.deviceId };
    const device = await tx.device.findUnique({ where, include: { mailbox: { select: { name: true } } } });
    if (!device) throw new DomainError('device_not_found', input.deviceId);
    const { count } = await tx.device.deleteMany({ where });
    // Somebody else was faster.
    if (count === 0) throw new DomainError('device_not_found', input.deviceId);
    await forgetDevice(tx, ctx, { device, reason: input.reason });
  });
}

/** What the history keeps of a partnership. */
type ForgottenDevice = Pick<
  Device,
  | 'id'
  | 'deviceKey'
  | 'easDeviceId'
  | 'deviceType'
  | 'friendlyName'
  | 'model'
  | 'imei'
  | 'phoneNumber'
  | 'firstContactAt'
  | 'lastContactAt'
  | 'accessOverride'
  | 'blockReason'
> & { mailbox: { name: string } };

/** Tells history, engine and console of a partnership whose row was deleted in this transaction. */
export async function forgetDevice(
  tx: Transaction,
  ctx: DomainContext,
  { device, reason }: { device: ForgottenDevice; reason: string },
): Promise<void> {
  const mailbox = device.mailbox.name;
  const { deviceKey } = device;
  await appendAudit(tx, ctx, {
    action: 'device_removed',
    target: { kind: 'device', id: device.id, name: deviceName(device) },
    mailbox,
    deviceKey,
    reason,
    before: {
      easDeviceId: device.easDeviceId,
      deviceType: device.deviceType,
      model: device.model,
      imei: device.imei,
      phoneNumber: device.phoneNumber,
      firstContactAt: device.firstContactAt,
      lastContactAt: device.lastContactAt,
      access: lowerCase(device.accessOverride),
      blockReason: device.blockReason && lowerCase(device.blockReason),
    },
  });
  await signalEngine(tx, { kind: 'device', mailbox, deviceKey, why: 'removed' });
  await signalConsole(tx, { topic: 'devices', id: device.id });
}
