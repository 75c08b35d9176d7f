import type { DomainContext } from '@/lib/domain/context';
import type { GroupList } from '@/lib/domain/mailboxes/contract';
import { groupView } from '@/lib/domain/mailboxes/group-view';
import { requirePermission } from '@/lib/domain/permissions';

const LIMIT = 1000;

/**
 * Groups by name.
 *
 * @throws DomainError `permission_denied`
 */
export async function listGroups(ctx: DomainContext): Promise<GroupList> {
  requirePermission(ctx.actor, 'mailbox:read');
  const rows = await ctx.db.group.findMany({ select: groupView.select, orderBy: { name: 'asc' }, take: LIMIT });
  return { groups: rows.map(groupView.from) };
}
