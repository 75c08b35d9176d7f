import { isUniqueViolation, type Transaction } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import type { AddExceptionInput, ExceptionView } from '@/lib/domain/exceptions/contract';
import { lockHolder, signalHolder, type ExceptionHolder } from '@/lib/domain/exceptions/exception-holder';
import { exceptionSelect, toExceptionView } from '@/lib/domain/exceptions/exception-view';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

const DAY_MS = 24 * 60 * 60_000;
const REMIND_DAYS = 7;

/**
 * Exempts a mailbox or a group from policy, from all of it or from named settings, from now or a later time on. A mailbox
 * nobody has signed in to yet is made, so that a person can be exempt before the first phone is connected. What lies in
 * the past cannot be exempted: an earlier start counts as now. A renewal begins when the one that it renews ends.
 *
 * @throws DomainError `permission_denied`, `exception_overlaps`, `exception_renewed`, `exception_not_found` (the one to be
 * renewed), `group_not_found`, `invalid_input` (the end is not after the start, or not one of mailbox and group is given)
 */
export async function addException(ctx: DomainContext, input: AddExceptionInput): Promise<ExceptionView> {
  requirePermission(ctx.actor, 'exception:manage');
  const now = ctx.now();
  return ctx.db.$transaction(async (tx) => {
    const renewed = input.renewalOfId === undefined ? null : await findRenewed(tx, input.renewalOfId);
    const term = termOf(input, renewed?.endsAt ?? null, now);
    const holder = await lockHolder(tx, input, now);
    const settings = [...new Set(input.settings)].toSorted((a, b) => (a < b ? -1 : Number(a > b)));
    await refuseOverlap(tx, holder, { ...term, settings });
    const { reason, approvedBy } = input;
    const { mailboxId, groupId, groupName } = holder;
    const remindAt = remindAtOf(term.endsAt, input.remindDays);
    const origin = { createdBy: ctx.actor.name, createdAt: now, renewalOfId: renewed?.id ?? null };
    const data = { mailboxId, groupId, groupName, settings, reason, approvedBy, ...term, remindAt, ...origin };
    const row = await tx.policyException.create({ data, select: exceptionSelect }).catch((error: unknown) => {
      if (renewed && isUniqueViolation(error)) throw new DomainError('exception_renewed', renewed.id, { cause: error });
      throw error;
    });
    const view = await toExceptionView(tx, row, now);
    await appendAudit(tx, ctx, {
      action: 'exception_added',
      target: { kind: 'exception', id: row.id, name: holder.name },
      mailbox: holder.mailbox,
      reason,
      after: {
        approvedBy,
        startsAt: term.startsAt.toISOString(),
        endsAt: term.endsAt?.toISOString() ?? null,
        ...(groupName !== null && { group: groupName }),
        ...(settings.length > 0 && { settings }),
        ...(renewed && { renewalOf: renewed.id }),
      },
    });
    await signalHolder(tx, holder, row.id);
    return view;
  });
}

type Term = { startsAt: Date; endsAt: Date | null };

function termOf(input: AddExceptionInput, renewedEndsAt: Date | null, now: Date): Term {
  const wanted = input.startsAt === undefined ? renewedEndsAt : new Date(input.startsAt);
  const startsAt = wanted && wanted > now ? wanted : now;
  const endsAt = input.endsAt === null ? null : new Date(input.endsAt);
  if (endsAt !== null && endsAt <= startsAt) {
    throw new DomainError('invalid_input', 'The exception would end before it starts', {
      details: { field: 'endsAt' },
    });
  }
  return { startsAt, endsAt };
}

function remindAtOf(endsAt: Date | null, days: number | null = REMIND_DAYS): Date | null {
  return endsAt === null || days === null ? null : new Date(endsAt.getTime() - days * DAY_MS);
}

/** One that was ended by a person has no end to go on from. */
async function findRenewed(tx: Transaction, id: string): Promise<{ id: string; endsAt: Date | null }> {
  const row = await tx.policyException.findUnique({ where: { id }, select: { id: true, endsAt: true, endedAt: true } });
  if (!row) throw new DomainError('exception_not_found', id);
  return { id, endsAt: row.endedAt === null ? row.endsAt : null };
}

/**
 * Ended exceptions lie in the past and new ones do not, so only those that nobody ended can overlap. Two of one holder may
 * hold at the same time if they do not exempt from the same.
 */
async function refuseOverlap(
  tx: Transaction,
  { mailboxId, groupId }: ExceptionHolder,
  { startsAt, endsAt, settings }: Term & { settings: string[] },
): Promise<void> {
  const sameMatter = settings.length === 0 ? { isEmpty: true } : { hasSome: settings };
  const other = await tx.policyException.findFirst({
    where: {
      ...(mailboxId === null ? { groupId } : { mailboxId }),
      settings: sameMatter,
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
