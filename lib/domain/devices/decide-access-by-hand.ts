import type { Transaction } from '@/lib/db/client';
import type { Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import type { DecideAccessInput } from '@/lib/domain/devices/contract';
import { reassessDevices } from '@/lib/domain/access/reassess-devices';
import { deviceName } from '@/lib/domain/devices/device-name';
import { lowerCase } from '@/lib/domain/enum-case';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Blocks a device by hand, or allows one that is refused or waits in quarantine. Allowed again, a phone starts from
 * nothing: it is told its policy and synchronises anew. An open command is not touched: it stands before any access.
 *
 * @throws DomainError `permission_denied`, `device_not_found`, `device_not_blocked` for allowing what nothing refuses
 */
export async function decideAccessByHand(ctx: DomainContext, input: DecideAccessInput): Promise<void> {
  requirePermission(ctx.actor, 'device:manage');
  const isAllowed = input.decision === 'allow';
  await ctx.db.$transaction(async (tx) => {
    const before = await holdDevice(tx, input.deviceId);
    const isRefused =
      before.accessOverride === 'BLOCK' || before.blockReason !== null || before.accessRuling !== 'ALLOWED';
    if (isAllowed && !isRefused) throw new DomainError('device_not_blocked', input.deviceId);
    const after = await tx.device.update({
      where: { id: input.deviceId },
      data: {
        accessDecidedAt: ctx.now(),
        accessDecidedBy: ctx.actor.name,
        ...(isAllowed
          ? { accessOverride: 'ALLOW', blockReason: null, removedAt: null }
          : // Why a wiped or deleted device is refused stays to be seen.
            { accessOverride: 'BLOCK', blockReason: before.blockReason ?? 'BY_HAND' }),
      },
      select: accessSelect,
    });
    // Its place counts for the mailbox's other devices too.
    await reassessDevices(tx, [before.mailboxId]);
    const mailbox = before.mailbox.name;
    const { deviceKey } = before;
    await appendAudit(tx, ctx, {
      action: isAllowed ? 'device_allowed' : 'device_blocked',
      target: { kind: 'device', id: input.deviceId, name: deviceName(before) },
      mailbox,
      deviceKey,
      reason: input.reason,
      before: accessOf(before),
      after: accessOf(after),
    });
    await signalEngine(tx, { kind: 'device', mailbox, deviceKey, why: 'access' });
    await signalConsole(tx, { topic: 'devices', id: input.deviceId });
  });
}

const accessSelect = { accessOverride: true, blockReason: true, removedAt: true } as const;
const deviceSelect = {
  ...accessSelect,
  accessRuling: true,
  mailboxId: true,
  deviceKey: true,
  friendlyName: true,
  model: true,
  deviceType: true,
  mailbox: { select: { name: true } },
} as const;

/** A wipe may be acknowledged at this moment: what is decided must be decided on what holds. */
async function holdDevice(tx: Transaction, deviceId: string) {
  await tx.$queryRaw`SELECT id FROM device WHERE id = ${deviceId}::uuid FOR NO KEY UPDATE`;
  const device = await tx.device.findUnique({ where: { id: deviceId }, select: deviceSelect });
  if (!device) throw new DomainError('device_not_found', deviceId);
  return device;
}

function accessOf(device: Prisma.DeviceGetPayload<{ select: typeof accessSelect }>) {
  return {
    access: lowerCase(device.accessOverride),
    blockReason: device.blockReason && lowerCase(device.blockReason),
    removedAt: device.removedAt,
  };
}
