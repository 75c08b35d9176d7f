import type { Transaction } from '@/lib/db/client';

/**
 * Holds the device's row until the transaction ends. Whoever changes device and command together starts with this, so
 * that all take the locks in the order device, command, history. Does nothing if the row was deleted.
 */
export async function lockDevice(tx: Transaction, device: { mailbox: string; deviceKey: string }): Promise<void> {
  await tx.$queryRaw`
    SELECT d.id FROM device d JOIN mailbox m ON m.id = d.mailbox_id
    WHERE m.name = ${device.mailbox} AND d.device_key = ${device.deviceKey}
    FOR NO KEY UPDATE OF d`;
}
