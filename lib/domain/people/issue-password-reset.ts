import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import type { LinkIssued, PersonIdInput } from '@/lib/domain/people/contract';
import { issueLink } from '@/lib/domain/people/issue-link';
import { lockPeople } from '@/lib/domain/people/lock-people';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Makes a link by which a person chooses a new password; good for 24 hours. The old password keeps working until then,
 * so that a reset nobody asked for locks nobody out. An earlier reset link of the person stops working.
 *
 * @throws DomainError `permission_denied`, `person_not_found` (also for a person who may not sign in any more)
 */
export async function issuePasswordReset(ctx: DomainContext, input: PersonIdInput): Promise<LinkIssued> {
  requirePermission(ctx.actor, 'people:manage');
  return ctx.db.$transaction(async (tx) => {
    await lockPeople(tx);
    const person = await tx.administrator.findFirst({
      where: { id: input.id, deactivatedAt: null },
      select: { id: true, email: true },
    });
    if (!person) throw new DomainError('person_not_found', input.id);
    const link = await issueLink(tx, ctx, { purpose: 'PASSWORD_RESET', email: person.email, personId: person.id });
    await appendAudit(tx, ctx, {
      action: 'password_reset_issued',
      target: { kind: 'person', id: person.id, name: person.email },
      after: { expiresAt: link.expiresAt },
    });
    await signalConsole(tx, { topic: 'people', id: person.id });
    return link;
  });
}
