import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import type { InvitePersonInput, LinkIssued } from '@/lib/domain/people/contract';
import { issueLink } from '@/lib/domain/people/issue-link';
import { lockPeople } from '@/lib/domain/people/lock-people';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Makes a link by which a person joins with this role; good for seven days. An earlier invitation of the same address
 * stops working.
 *
 * @throws DomainError `permission_denied`, `person_exists`
 */
export async function invitePerson(ctx: DomainContext, input: InvitePersonInput): Promise<LinkIssued> {
  requirePermission(ctx.actor, 'people:manage');
  const { email, role } = input;
  return ctx.db.$transaction(async (tx) => {
    await lockPeople(tx);
    const person = await tx.administrator.findUnique({ where: { email }, select: { id: true } });
    if (person) throw new DomainError('person_exists', `Person ${person.id} has this e-mail address`);
    const link = await issueLink(tx, ctx, { purpose: 'INVITATION', email, role });
    await appendAudit(tx, ctx, {
      action: 'person_invited',
      target: { kind: 'person', id: null, name: email },
      after: { email, role, expiresAt: link.expiresAt },
    });
    await signalConsole(tx, { topic: 'people' });
    return link;
  });
}
