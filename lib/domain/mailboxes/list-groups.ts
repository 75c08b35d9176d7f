import type { DomainContext } from '@/lib/domain/context';
import type { GroupList } from '@/lib/domain/mailboxes/contract';
import { groupCounts } from '@/lib/domain/mailboxes/group-counts';
import { groupView } from '@/lib/domain/mailboxes/group-view';
import { requirePermission } from '@/lib/domain/permissions';

const LIMIT = 1000;

/**
 * Groups in their order: of those that match a mailbox, the first has it.
 *
 * @throws DomainError `permission_denied`
 */
export async function listGroups(ctx: DomainContext): Promise<GroupList> {
  requirePermission(ctx.actor, 'mailbox:read');
  const orderBy = [{ position: 'asc' as const }, { id: 'asc' as const }];
  const rows = await ctx.db.group.findMany({ select: groupView.select, orderBy, take: LIMIT });
  const counts = await groupCounts(ctx.db);
  return { groups: rows.map((row) => groupView.from(row, counts)) };
}
