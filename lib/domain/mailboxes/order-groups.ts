import type { DomainContext } from '@/lib/domain/context';
import { changeGroups } from '@/lib/domain/mailboxes/change-groups';
import type { GroupList, OrderGroupsInput } from '@/lib/domain/mailboxes/contract';
import { groupOrder } from '@/lib/domain/mailboxes/group-order';
import { listGroups } from '@/lib/domain/mailboxes/list-groups';
import { requirePermission } from '@/lib/domain/permissions';

/**
 * Puts the groups into another order. A mailbox that several match belongs to the one that comes first then.
 *
 * @throws DomainError `permission_denied`, `groups_changed_meanwhile`
 */
export async function orderGroups(ctx: DomainContext, input: OrderGroupsInput): Promise<GroupList> {
  requirePermission(ctx.actor, 'mailbox:manage');
  await changeGroups(ctx, async ({ tx, record, carryOut }) => {
    const { changed, namesBefore, namesAfter } = await groupOrder(tx, input);
    if (namesBefore.every((name, index) => name === namesAfter[index])) return;
    const ids = changed.map(({ id }) => id);
    const positions = changed.map(({ position }) => position);
    const moves = await carryOut(
      { changed },
      () => tx.$executeRaw`
        UPDATE mailbox_group g SET position = t.position
        FROM unnest(${ids}::uuid[], ${positions}::int[]) AS t (id, position) WHERE g.id = t.id`,
    );
    record({
      action: 'groups_ordered',
      target: { kind: 'group', id: null, name: '' },
      before: { order: namesBefore },
      after: { order: namesAfter, moved: moves.length },
    });
  });
  return listGroups(ctx);
}
