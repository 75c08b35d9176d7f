import type { Transaction } from '@/lib/db/client';
import type { Prisma } from '@/lib/db/generated/client';
import type { DeviceEventType } from '@/lib/domain/history/contract';

/** Something a device did or was told. Mailbox and device key are copied: events outlive the device row. */
export interface DeviceEventInput {
  at: Date;
  mailbox: string;
  deviceKey: string;
  type: DeviceEventType;
  details: Prisma.InputJsonObject;
}

/** Writes device events. They are many, and not part of the chain: what must be provable goes to `appendAudit`. */
export async function appendDeviceEvents(tx: Transaction, events: readonly DeviceEventInput[]): Promise<void> {
  if (events.length === 0) return;
  await tx.deviceEvent.createMany({ data: [...events] });
}
