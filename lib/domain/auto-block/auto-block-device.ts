import type { Transaction } from '@/lib/db/client';
import { deviceName } from '@/lib/domain/devices/device-name';

/** What beginning and end of an automatic block say of the device. */
export interface BlockedDevice {
  id: string;
  mailboxId: string;
  mailbox: string;
  deviceKey: string;
  name: string;
  autoBlock: unknown;
  autoBlockedUntil: Date | null;
}

const select = {
  id: true,
  mailboxId: true,
  deviceKey: true,
  friendlyName: true,
  model: true,
  deviceType: true,
  autoBlock: true,
  autoBlockedUntil: true,
  mailbox: { select: { name: true } },
} as const;

/** Holds the device's row until the transaction ends; null if it was removed. */
export async function holdBlockedDevice(tx: Transaction, deviceId: string): Promise<BlockedDevice | null> {
  await tx.$queryRaw`SELECT id FROM device WHERE id = ${deviceId}::uuid FOR NO KEY UPDATE`;
  const device = await tx.device.findUnique({ where: { id: deviceId }, select });
  return device && { ...device, mailbox: device.mailbox.name, name: deviceName(device) };
}
