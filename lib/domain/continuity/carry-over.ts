import type { Transaction } from '@/lib/db/client';
import { reassessDevices } from '@/lib/domain/access/reassess-devices';
import { unblocked } from '@/lib/domain/auto-block/end-auto-block';
import type { CarriedDecision, CarryOverInput, FormerDevice } from '@/lib/domain/continuity/contract';
import {
  type ContinuityDevice,
  continuitySelect,
  findOpenOrders,
  toFormerDevice,
} from '@/lib/domain/continuity/find-former-devices';
import type { DomainContext } from '@/lib/domain/context';
import { deviceName } from '@/lib/domain/devices/device-name';
import { forgetDevice } from '@/lib/domain/devices/remove-device';
import { lowerCase } from '@/lib/domain/enum-case';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Carries over what was decided about a former device to the one that it probably is now, and removes the former
 * partnership if that is wanted. All together or nothing. A former one that is refused stays: removed, it would be let in
 * if it came back.
 *
 * @throws DomainError `permission_denied`, `device_not_found`, `not_former_device`, `nothing_to_carry_over`,
 *   `former_device_kept`
 */
export async function carryOver(ctx: DomainContext, input: CarryOverInput): Promise<void> {
  requirePermission(ctx.actor, 'device:manage');
  await ctx.db.$transaction(async (tx) => {
    const { device, other, former } = await holdBoth(tx, ctx, input);
    const { carries } = former;
    if (!carries && !input.removesFormer) throw new DomainError('nothing_to_carry_over', input.formerDeviceId);
    if (input.removesFormer && !former.canBeRemoved) throw new DomainError('former_device_kept', former.id);
    if (carries) await decide(tx, ctx, { device, carries });
    if (input.removesFormer) await tx.device.deleteMany({ where: { id: former.id } });
    // Its place counts for the mailbox's other devices too.
    await reassessDevices(tx, [device.mailboxId]);
    if (carries) await tellHistory(tx, ctx, { device, former, carries, reason: input.reason });
    if (input.removesFormer) await forgetDevice(tx, ctx, { device: other, reason: input.reason });
    const { deviceKey } = device;
    await signalEngine(tx, { kind: 'device', mailbox: device.mailbox.name, deviceKey, why: 'access' });
    await signalConsole(tx, { topic: 'devices', id: device.id });
  });
}

/** Both rows, held: what was seen of them may have changed since. */
async function holdBoth(tx: Transaction, ctx: DomainContext, { deviceId, formerDeviceId }: CarryOverInput) {
  const ids = [deviceId, formerDeviceId];
  await tx.$queryRaw`SELECT id FROM device WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  const found = await tx.device.findMany({
    where: { id: { in: ids } },
    select: continuitySelect,
  });
  const device = found.find(({ id }) => id === deviceId);
  const other = found.find(({ id }) => id === formerDeviceId);
  if (!device || !other) throw new DomainError('device_not_found', device ? formerDeviceId : deviceId);
  const orders = await findOpenOrders(tx, [other]);
  const isSameMailbox = device.mailboxId === other.mailboxId;
  const former = isSameMailbox ? toFormerDevice(device, other, { orders, now: ctx.now() }) : null;
  if (!former) throw new DomainError('not_former_device', `${formerDeviceId} of ${deviceId}`);
  return { device, other, former };
}

type Decided = { device: ContinuityDevice; carries: CarriedDecision };

async function decide(tx: Transaction, ctx: DomainContext, { device, carries }: Decided): Promise<void> {
  await tx.device.update({
    where: { id: device.id },
    data: {
      accessDecidedAt: ctx.now(),
      accessDecidedBy: ctx.actor.name,
      ...(carries.decision === 'allow'
        ? { accessOverride: 'ALLOW', ...unblocked, rateCountedFrom: ctx.now() }
        : // It has not been wiped itself: why the former one is refused stands in the history.
          { accessOverride: 'BLOCK', blockReason: 'BY_HAND' }),
    },
    select: { id: true },
  });
}

async function tellHistory(
  tx: Transaction,
  ctx: DomainContext,
  { device, former, carries, reason }: Decided & { former: FormerDevice; reason: string },
): Promise<void> {
  const { id, name, easDeviceId, certainty, signs } = former;
  await appendAudit(tx, ctx, {
    action: 'device_decision_carried_over',
    target: { kind: 'device', id: device.id, name: deviceName(device) },
    mailbox: device.mailbox.name,
    deviceKey: device.deviceKey,
    reason,
    before: { access: lowerCase(device.accessOverride), blockReason: null },
    after: {
      access: carries.decision,
      blockReason: carries.decision === 'block' ? 'by_hand' : null,
      from: { id, name, easDeviceId, because: carries.because, decidedBy: carries.decidedBy, certainty, signs },
    },
  });
}
