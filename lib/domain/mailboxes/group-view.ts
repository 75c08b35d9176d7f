import type { Database, Transaction } from '@/lib/db/client';
import type { Prisma } from '@/lib/db/generated/client';
import type { GroupView } from '@/lib/domain/mailboxes/contract';
import { groupCounts } from '@/lib/domain/mailboxes/group-counts';
import { DomainError } from '@/lib/errors/domain-error';

const select = {
  id: true,
  name: true,
  patterns: true,
  position: true,
  version: true,
  assignment: { select: { policy: { select: { name: true } } } },
} as const satisfies Prisma.GroupSelect;

type GroupRow = Prisma.GroupGetPayload<{ select: typeof select }>;
type Counts = Awaited<ReturnType<typeof groupCounts>>;

/** What a group view is made of, and how a row becomes it. */
export const groupView = {
  select,
  from: (row: GroupRow, counts: Counts): GroupView => {
    const { byHand, byPattern } = counts.get(row.id) ?? { byHand: 0, byPattern: 0 };
    return {
      id: row.id,
      name: row.name,
      patterns: row.patterns,
      mailboxCount: byHand + byPattern,
      byHandCount: byHand,
      byPatternCount: byPattern,
      policyName: row.assignment?.policy.name ?? null,
      version: row.version,
    };
  },
  /** @throws DomainError `group_not_found` */
  get: async (db: Database | Transaction, groupId: string): Promise<GroupView> => {
    const row = await db.group.findUnique({ where: { id: groupId }, select });
    if (!row) throw new DomainError('group_not_found', groupId);
    return groupView.from(row, await groupCounts(db, [groupId]));
  },
};
