import type { Prisma } from '@/lib/db/generated/client';
import type { ExceptionState, ExceptionView } from '@/lib/domain/exceptions/contract';

const select = {
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
  mailbox: { select: { name: true, _count: { select: { devices: { where: { removedAt: null } } } } } },
} as const satisfies Prisma.PolicyExceptionSelect;

type ExceptionRow = Prisma.PolicyExceptionGetPayload<{ select: typeof select }>;

/** Where an exception stands at this instant; ended by a person counts before expired. */
export function exceptionState(
  exception: Pick<ExceptionRow, 'startsAt' | 'endsAt' | 'endedAt'>,
  now: Date,
): ExceptionState {
  if (exception.endedAt !== null) return 'ended';
  if (exception.endsAt !== null && exception.endsAt <= now) return 'expired';
  return exception.startsAt > now ? 'planned' : 'active';
}

/** What an exception view is made of, and how a row becomes it. */
export const exceptionView = {
  select,
  from: (row: ExceptionRow, now: Date): ExceptionView => ({
    id: row.id,
    mailboxId: row.mailboxId,
    mailbox: row.mailbox.name,
    state: exceptionState(row, now),
    reason: row.reason,
    approvedBy: row.approvedBy,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy: row.endedBy,
    deviceCount: row.mailbox._count.devices,
  }),
};
