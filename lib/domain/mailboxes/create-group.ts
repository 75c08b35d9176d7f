import { isUniqueViolation } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import type { GroupInput, GroupView } from '@/lib/domain/mailboxes/contract';
import { groupView } from '@/lib/domain/mailboxes/group-view';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Adds a group without members.
 *
 * @throws DomainError `permission_denied`, `group_name_taken`
 */
export async function createGroup(ctx: DomainContext, input: GroupInput): Promise<GroupView> {
  requirePermission(ctx.actor, 'mailbox:manage');
  const { name } = input;
  return ctx.db.$transaction(async (tx) => {
    const data = { name, createdAt: ctx.now() };
    const row = await tx.group.create({ data, select: groupView.select }).catch((error: unknown) => {
      throw isUniqueViolation(error) ? new DomainError('group_name_taken', name, { cause: error }) : error;
    });
    await appendAudit(tx, ctx, { action: 'group_created', target: { kind: 'group', id: row.id, name } });
    await signalConsole(tx, { topic: 'mailboxes', id: row.id });
    return groupView.from(row);
  });
}
