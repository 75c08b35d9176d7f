import { reassessDevices } from '@/lib/domain/access/reassess-devices';
import { holdBlockedDevice } from '@/lib/domain/auto-block/auto-block-device';
import type { AutoBlock, RateKind } from '@/lib/domain/auto-block/contract';
import { systemContext } from '@/lib/domain/auto-block/system-context';
import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';

/** What a device did too often. */
export interface Excess {
  deviceId: string;
  kind: RateKind;
  count: number;
  limit: number;
  minutes: number;
}

const MINUTE_MS = 60_000;

/**
 * Refuses a device for a while, as the product itself. Its held requests end; orders still reach it.
 *
 * @returns false if it is refused for that already, or was removed
 */
export async function startAutoBlock(ctx: DomainContext, excess: Excess, blockMinutes: number): Promise<boolean> {
  const { deviceId, ...what } = excess;
  return ctx.db.$transaction(async (tx) => {
    const device = await holdBlockedDevice(tx, deviceId);
    const now = ctx.now();
    // Front ends notice it at the same time.
    if (!device || (device.autoBlockedUntil !== null && device.autoBlockedUntil > now)) return false;
    const until = new Date(now.getTime() + blockMinutes * MINUTE_MS);
    const autoBlock: AutoBlock = { ...what, since: now.toISOString(), until: until.toISOString() };
    await tx.device.update({
      where: { id: deviceId },
      data: { autoBlock, autoBlockedUntil: until },
      select: { id: true },
    });
    await reassessDevices(tx, [device.mailboxId]);
    const { mailbox, deviceKey } = device;
    await appendAudit(tx, systemContext(ctx), {
      action: 'device_auto_blocked',
      target: { kind: 'device', id: deviceId, name: device.name },
      mailbox,
      deviceKey,
      after: { ...autoBlock },
    });
    await signalEngine(tx, { kind: 'device', mailbox, deviceKey, why: 'access' });
    await signalConsole(tx, { topic: 'devices', id: deviceId });
    return true;
  });
}
