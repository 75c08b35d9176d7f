import { isUniqueViolation } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { changeGroups } from '@/lib/domain/mailboxes/change-groups';
import type { GroupInput, GroupView } from '@/lib/domain/mailboxes/contract';
import { groupView } from '@/lib/domain/mailboxes/group-view';
import { movedNames } from '@/lib/domain/mailboxes/moved-names';
import { NEW_GROUP_ID } from '@/lib/domain/mailboxes/planned-moves';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Adds a group behind all others. Those that its patterns match and no group before it are in it at once.
 *
 * @throws DomainError `permission_denied`, `group_name_taken`
 */
export async function createGroup(ctx: DomainContext, input: GroupInput): Promise<GroupView> {
  requirePermission(ctx.actor, 'mailbox:manage');
  const { name, patterns = [] } = input;
  return changeGroups(ctx, async ({ tx, record, carryOut }) => {
    const data = { name, patterns, createdAt: ctx.now() };
    let id = '';
    const moves = await carryOut({ changed: [{ id: NEW_GROUP_ID, patterns }] }, async () => {
      ({ id } = await tx.group.create({ data, select: { id: true } }).catch((error: unknown) => {
        throw isUniqueViolation(error) ? new DomainError('group_name_taken', name, { cause: error }) : error;
      }));
    });
    record({
      action: 'group_created',
      target: { kind: 'group', id, name },
      after: patterns.length > 0 ? { patterns, ...movedNames(moves, NEW_GROUP_ID) } : null,
    });
    return groupView.get(tx, id);
  });
}
