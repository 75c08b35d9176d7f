import type { Transaction } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/client';
import { nothingCounted } from '@/lib/domain/policies/loop-columns';

/**
 * What a command that took effect leaves of the device: it is refused until a person allows it again, whatever was decided
 * by hand before, and nothing is left that it could go on from: no policy key, no sync state, no cached Ping. A deleted
 * row stays deleted.
 *
 * @param end `deleted` also marks the partnership as ended
 */
export async function endPartnership(
  tx: Transaction,
  device: { mailbox: string; deviceKey: string },
  end: { reason: 'WIPED' | 'DELETED'; at: Date },
): Promise<void> {
  const where = { deviceKey: device.deviceKey, mailbox: { name: device.mailbox } };
  await tx.collectionState.deleteMany({ where: { device: where } });
  await tx.device.updateMany({
    where,
    data: {
      accessOverride: 'AUTOMATIC',
      blockReason: end.reason,
      accessDecidedAt: null,
      accessDecidedBy: null,
      ...(end.reason === 'DELETED' && { removedAt: end.at }),
      policyKey: null,
      policyHash: null,
      policyKeyAt: null,
      temporaryPolicyKey: null,
      temporaryPolicyHash: null,
      policyState: 'NONE',
      policyName: null,
      policyToldAt: null,
      policyAnsweredAt: null,
      ...nothingCounted,
      pingHeartbeat: null,
      pingFolders: Prisma.DbNull,
    },
  });
}
