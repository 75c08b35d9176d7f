import { z } from 'zod';
import type { DomainContext } from '@/lib/domain/context';
import { escapeLike } from '@/lib/domain/like-pattern';
import type { MailboxListQuery, MailboxPage } from '@/lib/domain/mailboxes/contract';
import { mailboxSelect, toMailboxViews } from '@/lib/domain/mailboxes/mailbox-view';
import { cutPage, decodeCursor } from '@/lib/domain/page-cursor';
import { requirePermission } from '@/lib/domain/permissions';

/** Names are unique, so the name of a row is the key of the page next to it. */
const PageName = z.string().max(300);

/**
 * Mailboxes by name, a page at a time, each with the policy in force.
 *
 * @throws DomainError `permission_denied`, `cursor_invalid`
 */
export async function listMailboxes(ctx: DomainContext, query: MailboxListQuery): Promise<MailboxPage> {
  requirePermission(ctx.actor, 'mailbox:read');
  const now = ctx.now();
  const from = decodeCursor(PageName, query.cursor);
  const isBackwards = from?.direction === 'previous';
  const search = query.search ? { contains: escapeLike(query.search), mode: 'insensitive' as const } : undefined;
  const found = await ctx.db.mailbox.findMany({
    where: {
      name: from ? { [isBackwards ? 'lt' : 'gt']: from.key } : undefined,
      groupId: query.groupId,
      OR: search && [{ name: search }, { displayName: search }],
    },
    select: mailboxSelect(now),
    orderBy: { name: isBackwards ? 'desc' : 'asc' },
    // One more than asked for tells whether there is another page.
    take: query.limit + 1,
  });
  const { rows, ...cursors } = cutPage(found, { limit: query.limit, from }, ({ name }) => name);
  return { mailboxes: await toMailboxViews(ctx, rows, now), ...cursors };
}
