import type { Transaction } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import type { DeviceFacts } from '@/lib/domain/devices/device-facts';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/** What the first request of a phone tells about it. */
export interface RegisterDeviceInput {
  /** Canonical name as the back end reports it. */
  mailbox: string;
  displayName?: string | null;
  easDeviceId: string;
  deviceType: string;
  protocolVersion: string;
  userAgent: string | null;
  address: string | null;
}

/**
 * The facts of this mailbox on this phone, which are written down first if they are new, with a history event. Two first
 * requests at once make one device. A command that was left open by a device row that is gone is among the facts.
 */
export async function registerDevice(ctx: DomainContext, input: RegisterDeviceInput): Promise<DeviceFacts> {
  const key = { mailbox: input.mailbox, deviceKey: input.easDeviceId.toLowerCase() };
  const known = await findDeviceFacts(ctx, key);
  if (known) return known;
  await ctx.db.$transaction((tx) => createDevice(tx, ctx, { ...input, deviceKey: key.deviceKey }));
  const created = await findDeviceFacts(ctx, key);
  if (!created) throw new DomainError('device_not_found', 'removed while it was being registered');
  return created;
}

async function createDevice(
  tx: Transaction,
  ctx: DomainContext,
  input: RegisterDeviceInput & { deviceKey: string },
): Promise<void> {
  const { mailbox: name, deviceKey, easDeviceId, deviceType, protocolVersion, userAgent, address } = input;
  const at = ctx.now();
  // Both inserts skip what is there: a conflict raised as an error would end the transaction.
  await tx.mailbox.createMany({
    data: [{ name, displayName: input.displayName ?? null, createdAt: at }],
    skipDuplicates: true,
  });
  const mailbox = await tx.mailbox.findUniqueOrThrow({ where: { name }, select: { id: true } });
  const [device] = await tx.device.createManyAndReturn({
    data: [
      {
        mailboxId: mailbox.id,
        easDeviceId,
        deviceKey,
        deviceType,
        protocolVersion,
        userAgent,
        firstContactAt: at,
        lastContactAt: at,
        recentContacts: [at],
        lastAddress: address,
      },
    ],
    skipDuplicates: true,
    select: { id: true },
  });
  if (!device) return;
  if (address !== null) {
    await tx.deviceAddress.create({ data: { deviceId: device.id, address, firstSeenAt: at, lastSeenAt: at } });
  }
  await appendAudit(tx, ctx, {
    action: 'device_registered',
    target: { kind: 'device', id: device.id, name: deviceType },
    mailbox: name,
    deviceKey,
    after: { easDeviceId, deviceType, protocolVersion, userAgent },
  });
  await signalConsole(tx, { topic: 'devices', id: device.id });
}
