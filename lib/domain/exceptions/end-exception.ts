import type { DomainContext } from '@/lib/domain/context';
import type { EndExceptionInput, ExceptionView } from '@/lib/domain/exceptions/contract';
import { signalHolder } from '@/lib/domain/exceptions/exception-holder';
import { exceptionSelect, toExceptionView } from '@/lib/domain/exceptions/exception-view';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Ends an exception before its time, or one that is still planned. Who had it falls under the policy at once: held pings
 * end, and the devices are asked to provision.
 *
 * @throws DomainError `permission_denied`, `exception_not_found`, `exception_ended` (by a person or by its term)
 */
export async function endException(ctx: DomainContext, input: EndExceptionInput): Promise<ExceptionView> {
  requirePermission(ctx.actor, 'exception:manage');
  const { exceptionId, reason } = input;
  const now = ctx.now();
  return ctx.db.$transaction(async (tx) => {
    const { count } = await tx.policyException.updateMany({
      where: { id: exceptionId, endedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
      data: { endedAt: now, endedBy: ctx.actor.name },
    });
    const row = await tx.policyException.findUnique({ where: { id: exceptionId }, select: exceptionSelect });
    if (!row) throw new DomainError('exception_not_found', exceptionId);
    if (count !== 1) throw new DomainError('exception_ended', exceptionId);
    const view = await toExceptionView(tx, row, now);
    await appendAudit(tx, ctx, {
      action: 'exception_ended',
      target: { kind: 'exception', id: exceptionId, name: view.mailbox ?? view.group ?? '' },
      mailbox: view.mailbox,
      reason,
      before: { endsAt: view.endsAt },
      after: { endsAt: now.toISOString(), ...(view.group !== null && { group: view.group }) },
    });
    await signalHolder(tx, view, exceptionId);
    return view;
  });
}
