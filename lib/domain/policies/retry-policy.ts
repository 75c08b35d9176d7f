import type { DomainContext } from '@/lib/domain/context';
import type { RetryPolicyInput } from '@/lib/domain/devices/contract';
import { deviceName } from '@/lib/domain/devices/device-name';
import { lowerCase } from '@/lib/domain/enum-case';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { requirePermission } from '@/lib/domain/permissions';
import { nothingCounted } from '@/lib/domain/policies/loop-columns';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Lets a device that the loop guard has stopped fetch its policy again, as if nothing had been counted. It does so at its
 * next contact, which is at once if it holds a Ping.
 *
 * @throws DomainError `permission_denied`, `device_not_found`, `device_not_looping`
 */
export async function retryPolicy(ctx: DomainContext, { deviceId, reason }: RetryPolicyInput): Promise<void> {
  requirePermission(ctx.actor, 'device:manage');
  await ctx.db.$transaction(async (tx) => {
    const device = await tx.device.findUnique({ where: { id: deviceId }, select: deviceSelect });
    if (!device) throw new DomainError('device_not_found', deviceId);
    const { count } = await tx.device.updateMany({
      where: { id: deviceId, policyState: 'LOOPING' },
      data: {
        policyState: 'TOLD',
        ...nothingCounted,
      },
    });
    if (count === 0) throw new DomainError('device_not_looping', deviceId);
    const { deviceKey, policyLoopCause } = device;
    const mailbox = device.mailbox.name;
    await appendAudit(tx, ctx, {
      action: 'policy_retried',
      target: { kind: 'device', id: deviceId, name: deviceName(device) },
      mailbox,
      deviceKey,
      reason,
      before: { cause: policyLoopCause && lowerCase(policyLoopCause) },
    });
    await signalEngine(tx, { kind: 'device', mailbox, deviceKey, why: 'access' });
    await signalConsole(tx, { topic: 'devices', id: deviceId });
  });
}

const deviceSelect = {
  deviceKey: true,
  friendlyName: true,
  model: true,
  deviceType: true,
  policyLoopCause: true,
  mailbox: { select: { name: true } },
} as const;
