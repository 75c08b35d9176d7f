import type { Database } from '@/lib/db/client';
import type { PolicyState } from '@/lib/db/generated/enums';

export type SeedDevice = {
  mailbox: string;
  easDeviceId: string;
  deviceType?: string;
  protocolVersion?: string;
  friendlyName?: string;
  policyHash?: string;
  policyState?: PolicyState;
  removedAt?: Date;
};

/** A device in any state that phones get into, without a phone. Its mailbox is made if there is none. */
export async function seedDevice(db: Database, seed: SeedDevice) {
  const { mailbox, easDeviceId, deviceType = 'iPhone', protocolVersion = '16.1', ...rest } = seed;
  const owner = await db.mailbox.upsert({ where: { name: mailbox }, create: { name: mailbox }, update: {} });
  return db.device.create({
    data: {
      mailboxId: owner.id,
      easDeviceId,
      deviceKey: easDeviceId.toLowerCase(),
      deviceType,
      protocolVersion,
      ...rest,
    },
  });
}
