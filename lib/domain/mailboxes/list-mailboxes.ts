import { z } from 'zod';
import type { DomainContext } from '@/lib/domain/context';
import type { MailboxListQuery, MailboxPage } from '@/lib/domain/mailboxes/contract';
import { defaultPolicyQuery, mailboxSelect, toMailboxView } from '@/lib/domain/mailboxes/mailbox-view';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/** Names are unique, so the name of the last row is the key of the next page. */
const Cursor = z.tuple([z.enum(['after', 'before']), z.string().max(400)]);
type Cursor = z.infer<typeof Cursor>;

/**
 * Mailboxes by name, a page at a time, each with the policy in force.
 *
 * @throws DomainError `permission_denied`, `cursor_invalid`
 */
export async function listMailboxes(ctx: DomainContext, query: MailboxListQuery): Promise<MailboxPage> {
  requirePermission(ctx.actor, 'mailbox:read');
  const now = ctx.now();
  const [direction, name] = query.cursor === undefined ? (['after', ''] satisfies Cursor) : readCursor(query.cursor);
  const isBackwards = direction === 'before';
  const search = query.search ? { contains: query.search, mode: 'insensitive' as const } : undefined;
  const [found, defaultPolicy] = await Promise.all([
    ctx.db.mailbox.findMany({
      where: {
        name: isBackwards ? { lt: name } : { gt: name },
        groupId: query.groupId,
        OR: search && [{ name: search }, { displayName: search }],
      },
      select: mailboxSelect(now),
      orderBy: { name: isBackwards ? 'desc' : 'asc' },
      // One more than asked for tells whether there is another page.
      take: query.limit + 1,
    }),
    ctx.db.policy.findFirst(defaultPolicyQuery),
  ]);
  const hasMore = found.length > query.limit;
  const page = found.slice(0, query.limit);
  const rows = isBackwards ? page.toReversed() : page;
  const hasNext = isBackwards || hasMore;
  const hasPrevious = isBackwards ? hasMore : query.cursor !== undefined;
  const first = rows[0];
  const last = rows.at(-1);
  return {
    mailboxes: rows.map((row) => toMailboxView(row, defaultPolicy, now)),
    nextCursor: hasNext && last ? writeCursor(['after', last.name]) : null,
    previousCursor: hasPrevious && first ? writeCursor(['before', first.name]) : null,
  };
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(text: string): Cursor {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch (cause) {
    throw new DomainError('cursor_invalid', 'Not a cursor of this list', { cause });
  }
}
