import type { DomainContext } from '@/lib/domain/context';
import type { MailboxIdInput, MailboxView } from '@/lib/domain/mailboxes/contract';
import { mailboxSelect, toMailboxViews } from '@/lib/domain/mailboxes/mailbox-view';
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
  const where = { id: input.mailboxId };
  const row = await ctx.db.mailbox.findUnique({ where, select: mailboxSelect(now) });
  const [view] = row ? await toMailboxViews(ctx, [row], now) : [];
  if (!view) throw new DomainError('mailbox_not_found', input.mailboxId);
  return view;
}
