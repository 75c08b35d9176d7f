import { isUniqueViolation } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import type { GroupView, RenameGroupInput } from '@/lib/domain/mailboxes/contract';
import { groupView } from '@/lib/domain/mailboxes/group-view';
import { requirePermission } from '@/lib/domain/permissions';
import { lockPolicies } from '@/lib/domain/policies/lock-policies';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Gives a group another name; members and policy stay.
 *
 * @throws DomainError `permission_denied`, `group_not_found`, `group_name_taken`
 */
export async function renameGroup(ctx: DomainContext, input: RenameGroupInput): Promise<GroupView> {
  requirePermission(ctx.actor, 'mailbox:manage');
  const { groupId, name } = input;
  return ctx.db.$transaction(async (tx) => {
    await lockPolicies(tx);
    const old = await tx.group.findUnique({ where: { id: groupId }, select: groupView.select });
    if (!old) throw new DomainError('group_not_found', groupId);
    if (old.name === name) return groupView.from(old);
    const where = { id: groupId };
    const row = await tx.group.update({ where, data: { name }, select: groupView.select }).catch((error: unknown) => {
      throw isUniqueViolation(error) ? new DomainError('group_name_taken', name, { cause: error }) : error;
    });
    await appendAudit(tx, ctx, {
      action: 'group_renamed',
      target: { kind: 'group', id: groupId, name },
      before: { name: old.name },
      after: { name },
    });
    await signalConsole(tx, { topic: 'mailboxes', id: groupId });
    return groupView.from(row);
  });
}
