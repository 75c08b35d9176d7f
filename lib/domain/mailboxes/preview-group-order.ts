import type { DomainContext } from '@/lib/domain/context';
import type { GroupsImpact, OrderGroupsInput } from '@/lib/domain/mailboxes/contract';
import { countMoves } from '@/lib/domain/mailboxes/count-moves';
import { groupOrder } from '@/lib/domain/mailboxes/group-order';
import { plannedMoves } from '@/lib/domain/mailboxes/planned-moves';
import { plannedMovesImpact } from '@/lib/domain/mailboxes/planned-moves-impact';
import { requirePermission } from '@/lib/domain/permissions';

/**
 * What another order of the groups would do: who would be in another group, and which devices would have to provision again.
 *
 * @throws DomainError `permission_denied`, `groups_changed_meanwhile`
 */
export async function previewGroupOrder(ctx: DomainContext, input: OrderGroupsInput): Promise<GroupsImpact> {
  requirePermission(ctx.actor, 'mailbox:read');
  const { changed } = await groupOrder(ctx.db, input);
  const moves = plannedMoves({ changed });
  return {
    moves: await countMoves(ctx.db, moves),
    provisionAgain: await plannedMovesImpact(ctx.db, ctx.now(), moves),
  };
}
