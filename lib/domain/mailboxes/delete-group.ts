import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import type { GroupIdInput } from '@/lib/domain/mailboxes/contract';
import { groupView } from '@/lib/domain/mailboxes/group-view';
import { requirePermission } from '@/lib/domain/permissions';
import { lockPolicies } from '@/lib/domain/policies/lock-policies';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Removes a group; its members stay, without a group, and its exceptions end. A group that has a policy is kept: taking the policy away is a
 * decision of its own.
 *
 * @throws DomainError `permission_denied`, `group_not_found`, `policy_in_use`
 */
export async function deleteGroup(ctx: DomainContext, input: GroupIdInput): Promise<void> {
  requirePermission(ctx.actor, 'mailbox:manage');
  const { groupId } = input;
  await ctx.db.$transaction(async (tx) => {
    await lockPolicies(tx);
    const row = await tx.group.findUnique({
      where: { id: groupId },
      select: { ...groupView.select, isEasEnabled: true },
    });
    if (!row) throw new DomainError('group_not_found', groupId);
    const { name, policyName, mailboxCount } = groupView.from(row);
    if (policyName !== null) throw new DomainError('policy_in_use', groupId, { details: { policyName } });
    // Before the row goes, for then they do not say any more whose they were.
    const { count: exceptions } = await tx.policyException.updateMany({
      where: { groupId, endedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: ctx.now() } }] },
      data: { endedAt: ctx.now(), endedBy: ctx.actor.name },
    });
    // Whoever was shut out with the group stays so: deleting it must not let anybody in.
    const isEasEnabled = row.isEasEnabled;
    if (!isEasEnabled) await tx.mailbox.updateMany({ where: { groupId, isEasEnabled: null }, data: { isEasEnabled } });
    await tx.group.delete({ where: { id: groupId }, select: { id: true } });
    await appendAudit(tx, ctx, {
      action: 'group_deleted',
      target: { kind: 'group', id: groupId, name },
      before: { mailboxes: mailboxCount, ...(exceptions > 0 && { exceptions }) },
    });
    await signalConsole(tx, { topic: 'mailboxes', id: groupId });
    if (exceptions > 0) {
      await signalEngine(tx, { kind: 'all', why: 'policy' });
      await signalConsole(tx, { topic: 'exceptions' });
    }
  });
}
