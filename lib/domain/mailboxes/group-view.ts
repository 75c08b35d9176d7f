import type { Prisma } from '@/lib/db/generated/client';
import type { GroupView } from '@/lib/domain/mailboxes/contract';

const select = {
  id: true,
  name: true,
  assignment: { select: { policy: { select: { name: true } } } },
  _count: { select: { mailboxes: true } },
} as const satisfies Prisma.GroupSelect;

type GroupRow = Prisma.GroupGetPayload<{ select: typeof select }>;

/** What a group view is made of, and how a row becomes it. */
export const groupView = {
  select,
  from: (row: GroupRow): GroupView => ({
    id: row.id,
    name: row.name,
    mailboxCount: row._count.mailboxes,
    policyName: row.assignment?.policy.name ?? null,
  }),
};
