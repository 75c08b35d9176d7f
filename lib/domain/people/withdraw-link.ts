import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import type { LinkIdInput } from '@/lib/domain/people/contract';
import { whereLinkUsable } from '@/lib/domain/people/one-time-link';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Takes an invitation or a password reset back. Competes with whoever is redeeming it: one of the two comes through.
 *
 * @throws DomainError `permission_denied`, `link_not_usable` (unknown, used, expired or withdrawn before)
 */
export async function withdrawLink(ctx: DomainContext, input: LinkIdInput): Promise<void> {
  requirePermission(ctx.actor, 'people:manage');
  await ctx.db.$transaction(async (tx) => {
    const purpose = { in: ['INVITATION' as const, 'PASSWORD_RESET' as const] };
    const where = { id: input.id, purpose, ...whereLinkUsable(ctx.now()) };
    const [link] = await tx.oneTimeLink.updateManyAndReturn({
      where,
      data: { revokedAt: ctx.now() },
      select: { purpose: true, email: true, personId: true },
    });
    if (!link) throw new DomainError('link_not_usable', `Link ${input.id} cannot be withdrawn`);
    await appendAudit(tx, ctx, {
      action: 'link_withdrawn',
      target: { kind: 'person', id: link.personId, name: link.email ?? '' },
      before: { purpose: link.purpose.toLowerCase() },
    });
    await signalConsole(tx, { topic: 'people' });
  });
}
