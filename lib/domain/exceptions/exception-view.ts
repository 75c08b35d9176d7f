import type { Database, Transaction } from '@/lib/db/client';
import type { Prisma } from '@/lib/db/generated/client';
import type { ExceptionState, ExceptionView } from '@/lib/domain/exceptions/contract';
import { countDevices } from '@/lib/domain/mailboxes/count-devices';

/** What an exception view is made of. */
export const exceptionSelect = {
  id: true,
  mailboxId: true,
  reason: true,
  approvedBy: true,
  createdBy: true,
  createdAt: true,
  startsAt: true,
  endsAt: true,
  endedAt: true,
  endedBy: true,
  mailbox: { select: { name: true } },
} as const satisfies Prisma.PolicyExceptionSelect;

type ExceptionRow = Prisma.PolicyExceptionGetPayload<{ select: typeof exceptionSelect }>;

/** Where an exception stands at this instant; ended by a person counts before expired. */
export function exceptionState(
  exception: Pick<ExceptionRow, 'startsAt' | 'endsAt' | 'endedAt'>,
  now: Date,
): ExceptionState {
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
  const deviceCounts = await countDevices(db, [...new Set(rows.flatMap(({ mailboxId }) => mailboxId ?? []))]);
  return rows.map((row) => ({
    id: row.id,
    mailboxId: row.mailboxId ?? '',
    mailbox: row.mailbox?.name ?? '',
    state: exceptionState(row, now),
    reason: row.reason,
    approvedBy: row.approvedBy,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy: row.endedBy,
    deviceCount: deviceCounts.get(row.mailboxId ?? '') ?? 0,
  }));
}

/** One exception as the console shows it. */
export async function toExceptionView(tx: Transaction, row: ExceptionRow, now: Date): Promise<ExceptionView> {
  const [view] = await toExceptionViews(tx, [row], now);
  if (!view) throw new Error('One row gives one view');
  return view;
}
