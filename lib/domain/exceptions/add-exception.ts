import type { Transaction } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import type { AddExceptionInput, ExceptionView } from '@/lib/domain/exceptions/contract';
import { exceptionSelect, toExceptionView } from '@/lib/domain/exceptions/exception-view';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Exempts a mailbox from policy from now or a later time on. A mailbox nobody has signed in to yet is made, so that a
 * person can be exempt before the first phone is connected. What lies in the past cannot be exempted: an earlier start
 * counts as now.
 *
 * @throws DomainError `permission_denied`, `exception_overlaps`, `invalid_input` (the end is not after the start)
 */
export async function addException(ctx: DomainContext, input: AddExceptionInput): Promise<ExceptionView> {
  requirePermission(ctx.actor, 'exception:manage');
  const now = ctx.now();
  const startsAt = input.startsAt && new Date(input.startsAt) > now ? new Date(input.startsAt) : now;
  const endsAt = input.endsAt === null ? null : new Date(input.endsAt);
  if (endsAt !== null && endsAt <= startsAt) {
    throw new DomainError('invalid_input', 'The exception would end before it starts', {
      details: { field: 'endsAt' },
    });
  }
  return ctx.db.$transaction(async (tx) => {
    const mailboxId = await lockMailbox(tx, input.mailbox, now);
    await refuseOverlap(tx, mailboxId, { startsAt, endsAt });
    const { reason, approvedBy } = input;
    const data = { mailboxId, reason, approvedBy, createdBy: ctx.actor.name, createdAt: now, startsAt, endsAt };
    const row = await tx.policyException.create({ data, select: exceptionSelect });
    const view = await toExceptionView(tx, row, now);
    await appendAudit(tx, ctx, {
      action: 'exception_added',
      target: { kind: 'exception', id: row.id, name: input.mailbox },
      mailbox: input.mailbox,
      reason,
      after: { approvedBy, startsAt: startsAt.toISOString(), endsAt: endsAt?.toISOString() ?? null },
    });
    await signalEngine(tx, { kind: 'mailbox', mailbox: input.mailbox, why: 'exception' });
    await signalConsole(tx, { topic: 'exceptions', id: row.id });
    return view;
  });
}

/**
 * Finds or makes the mailbox and holds its row until the transaction ends: of two people who exempt it at once, the
 * second sees what the first has written.
 */
async function lockMailbox(tx: Transaction, name: string, now: Date): Promise<string> {
  // `update: {}` would not lock; writing the name it has does.
  const { id } = await tx.mailbox.upsert({
    where: { name },
    create: { name, createdAt: now },
    update: { name },
    select: { id: true },
  });
  return id;
}

type Term = { startsAt: Date; endsAt: Date | null };

/** Ended exceptions lie in the past and new ones do not, so only those that nobody ended can overlap. */
async function refuseOverlap(tx: Transaction, mailboxId: string, { startsAt, endsAt }: Term): Promise<void> {
  const other = await tx.policyException.findFirst({
    where: {
      mailboxId,
      endedAt: null,
      startsAt: endsAt === null ? undefined : { lt: endsAt },
      OR: [{ endsAt: null }, { endsAt: { gt: startsAt } }],
    },
    select: { id: true, startsAt: true, endsAt: true },
  });
  if (!other) return;
  throw new DomainError('exception_overlaps', `Exception ${other.id} holds at that time`, {
    details: { startsAt: other.startsAt.toISOString(), endsAt: other.endsAt?.toISOString() ?? null },
  });
}
