import type { DomainContext } from '@/lib/domain/context';
import { changeGroups } from '@/lib/domain/mailboxes/change-groups';
import type { GroupIdInput } from '@/lib/domain/mailboxes/contract';
import { groupView } from '@/lib/domain/mailboxes/group-view';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Removes a group, and its exceptions end. Members by pattern go to the next group that matches them; those that a person put
 * there stay without one. A group that has a policy is kept: taking the policy away is a decision of its own.
 *
 * @throws DomainError `permission_denied`, `group_not_found`, `policy_in_use`
 */
export async function deleteGroup(ctx: DomainContext, input: GroupIdInput): Promise<void> {
  requirePermission(ctx.actor, 'mailbox:manage');
  const { groupId } = input;
  await changeGroups(ctx, async ({ tx, record, wake, carryOut }) => {
    const { name, policyName, mailboxCount } = await groupView.get(tx, groupId);
    if (policyName !== null) throw new DomainError('policy_in_use', groupId, { details: { policyName } });
    const row = await tx.group.findUniqueOrThrow({ where: { id: groupId }, select: { isEasEnabled: true } });
    // Before the row goes, for then they do not say any more whose they were.
    const { count: exceptions } = await tx.policyException.updateMany({
      where: { groupId, endedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: ctx.now() } }] },
      data: { endedAt: ctx.now(), endedBy: ctx.actor.name },
    });
    // Whoever was shut out with the group stays so: deleting it must not let anybody in.
    const isEasEnabled = row.isEasEnabled;
    if (!isEasEnabled) await tx.mailbox.updateMany({ where: { groupId, isEasEnabled: null }, data: { isEasEnabled } });
    const moves = await carryOut({ changed: [], removedIds: [groupId] }, () =>
      tx.group.delete({ where: { id: groupId }, select: { id: true } }),
    );
    const moved = moves.filter(({ after }) => after !== null).length;
    record({
      action: 'group_deleted',
      target: { kind: 'group', id: groupId, name },
      before: { mailboxes: mailboxCount, ...(exceptions > 0 && { exceptions }) },
      after: moved === 0 ? null : { moved },
    });
    if (exceptions > 0) {
      wake(null);
      await signalConsole(tx, { topic: 'exceptions' });
    }
  });
}
