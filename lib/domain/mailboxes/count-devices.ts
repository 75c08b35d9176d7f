import type { Database, Transaction } from '@/lib/db/client';

/**
 * Devices of each of these mailboxes, without removed ones; a mailbox without any is not in the map. Asked for the
 * mailboxes of a page only: Prisma's `_count` would count the devices of every mailbox there is.
 */
export async function countDevices(
  db: Database | Transaction,
  mailboxIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (mailboxIds.length === 0) return new Map();
  const counts = await db.device.groupBy({
    by: ['mailboxId'],
    where: { mailboxId: { in: [...mailboxIds] }, removedAt: null },
    _count: { _all: true },
  });
  return new Map(counts.map(({ mailboxId, _count }) => [mailboxId, _count._all]));
}
