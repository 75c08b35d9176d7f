import type { Database, Transaction } from '@/lib/db/client';
import type { Prisma } from '@/lib/db/generated/client';
import type { ExceptionState, ExceptionView } from '@/lib/domain/exceptions/contract';
import { countDevices } from '@/lib/domain/mailboxes/count-devices';
import { PolicySettingName } from '@/lib/domain/policies/contract';

/** What an exception view is made of. */
export const exceptionSelect = {
  id: true,
  mailboxId: true,
  groupId: true,
  groupName: true,
  settings: true,
  reason: true,
  approvedBy: true,
  createdBy: true,
  createdAt: true,
  startsAt: true,
  endsAt: true,
  remindAt: true,
  endedAt: true,
  endedBy: true,
  renewalOfId: true,
  renewedBy: { select: { id: true } },
  mailbox: { select: { name: true } },
  group: { select: { name: true } },
} as const satisfies Prisma.PolicyExceptionSelect;

type ExceptionRow = Prisma.PolicyExceptionGetPayload<{ select: typeof exceptionSelect }>;

/** Where an exception stands at this instant; ended by a person counts before expired. */
function exceptionState(exception: Pick<ExceptionRow, 'startsAt' | 'endsAt' | 'endedAt'>, now: Date): ExceptionState {
  if (exception.endedAt !== null) return 'ended';
  if (exception.endsAt !== null && exception.endsAt <= now) return 'expired';
  return exception.startsAt > now ? 'planned' : 'active';
}

/** Exceptions as the console shows them at this instant, in the order of the rows. */
export async function toExceptionViews(
  db: Database | Transaction,
  rows: readonly ExceptionRow[],
  now: Date,
): Promise<ExceptionView[]> {
  const ofMailboxes = await countDevices(db, distinct(rows.map(({ mailboxId }) => mailboxId)));
  const ofGroups = await countGroupDevices(db, distinct(rows.map(({ groupId }) => groupId)));
  return rows.map((row) => ({
    id: row.id,
    mailboxId: row.mailboxId,
    mailbox: row.mailbox?.name ?? null,
    groupId: row.groupId,
    group: row.group?.name ?? row.groupName,
    settings: PolicySettingName.array().parse(row.settings),
    state: exceptionState(row, now),
    reason: row.reason,
    approvedBy: row.approvedBy,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy: row.endedBy,
    remindAt: row.remindAt?.toISOString() ?? null,
    renewalOfId: row.renewalOfId,
    renewedById: row.renewedBy?.id ?? null,
    deviceCount: ofMailboxes.get(row.mailboxId ?? '') ?? ofGroups.get(row.groupId ?? '') ?? 0,
  }));
}

const distinct = (ids: readonly (string | null)[]): string[] => [...new Set(ids.flatMap((id) => id ?? []))];

async function countGroupDevices(db: Database | Transaction, groupIds: string[]): Promise<Map<string, number>> {
  if (groupIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ id: string; count: number }[]>`
    SELECT m.group_id AS id, count(*)::int AS count
    FROM mailbox m JOIN device d ON d.mailbox_id = m.id
    WHERE m.group_id = ANY (${groupIds}::uuid[]) AND d.removed_at IS NULL
    GROUP BY 1`;
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** One exception as the console shows it. */
export async function toExceptionView(tx: Transaction, row: ExceptionRow, now: Date): Promise<ExceptionView> {
  const [view] = await toExceptionViews(tx, [row], now);
  if (!view) throw new Error('One row gives one view');
  return view;
}
