import type { Database, Transaction } from '@/lib/db/client';

/** Members of a group by who put them there. */
export interface GroupCount {
  byHand: number;
  byPattern: number;
}

/** Members of these groups, or of all; a group without any is not in the map. */
export async function groupCounts(
  db: Database | Transaction,
  groupIds?: readonly string[],
): Promise<ReadonlyMap<string, GroupCount>> {
  const rows = await db.mailbox.groupBy({
    by: ['groupId', 'groupChoice'],
    where: { groupId: groupIds ? { in: [...groupIds] } : { not: null } },
    _count: { _all: true },
  });
  const counts = new Map<string, GroupCount>();
  for (const { groupId, groupChoice, _count } of rows) {
    if (groupId === null) continue;
    const count = counts.get(groupId) ?? { byHand: 0, byPattern: 0 };
    counts.set(groupId, { ...count, [groupChoice === 'BY_HAND' ? 'byHand' : 'byPattern']: _count._all });
  }
  return counts;
}
