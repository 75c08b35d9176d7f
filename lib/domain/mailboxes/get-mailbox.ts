import type { DomainContext } from '@/lib/domain/context';
import type { MailboxDetailView, MailboxIdInput } from '@/lib/domain/mailboxes/contract';
import { mailboxPhones } from '@/lib/domain/mailboxes/mailbox-phones';
import { mailboxSelect, toMailboxViews } from '@/lib/domain/mailboxes/mailbox-view';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * One mailbox with the policy in force, and whether and how many phones may be used with it.
 *
 * @throws DomainError `permission_denied`, `mailbox_not_found`
 */
export async function getMailbox(ctx: DomainContext, input: MailboxIdInput): Promise<MailboxDetailView> {
  requirePermission(ctx.actor, 'mailbox:read');
  const now = ctx.now();
  const where = { id: input.mailboxId };
  const row = await ctx.db.mailbox.findUnique({ where, select: mailboxSelect(now) });
  const [view] = row ? await toMailboxViews(ctx, [row], now) : [];
  const phones = row ? await mailboxPhones(ctx.db, row.id) : null;
  if (!view || !phones) throw new DomainError('mailbox_not_found', input.mailboxId);
  return { ...view, phones };
}
