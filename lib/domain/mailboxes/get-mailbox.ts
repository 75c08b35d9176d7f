import type { DomainContext } from '@/lib/domain/context';
import type { MailboxIdInput, MailboxView } from '@/lib/domain/mailboxes/contract';
import { defaultPolicyQuery, mailboxSelect, toMailboxView } from '@/lib/domain/mailboxes/mailbox-view';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * One mailbox with the policy in force.
 *
 * @throws DomainError `permission_denied`, `mailbox_not_found`
 */
export async function getMailbox(ctx: DomainContext, input: MailboxIdInput): Promise<MailboxView> {
  requirePermission(ctx.actor, 'mailbox:read');
  const now = ctx.now();
  const [row, defaultPolicy] = await Promise.all([
    ctx.db.mailbox.findUnique({ where: { id: input.mailboxId }, select: mailboxSelect(now) }),
    ctx.db.policy.findFirst(defaultPolicyQuery),
  ]);
  if (!row) throw new DomainError('mailbox_not_found', input.mailboxId);
  return toMailboxView(row, defaultPolicy, now);
}
