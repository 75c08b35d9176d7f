import { reassessDevices } from '@/lib/domain/access/reassess-devices';
import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import type { MailboxView, UpdateMailboxInput } from '@/lib/domain/mailboxes/contract';
import { getMailbox } from '@/lib/domain/mailboxes/get-mailbox';
import { requirePermission } from '@/lib/domain/permissions';
import { lockPolicies } from '@/lib/domain/policies/lock-policies';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Moves a mailbox to a group, or out of all. With the group its policy may change; held pings of its devices end.
 *
 * @throws DomainError `permission_denied`, `mailbox_not_found`, `group_not_found`
 */
export async function updateMailbox(ctx: DomainContext, input: UpdateMailboxInput): Promise<MailboxView> {
  requirePermission(ctx.actor, 'mailbox:manage');
  const { mailboxId, groupId } = input;
  await ctx.db.$transaction(async (tx) => {
    await lockPolicies(tx);
    const select = { name: true, group: { select: { id: true, name: true } } };
    const mailbox = await tx.mailbox.findUnique({ where: { id: mailboxId }, select });
    if (!mailbox) throw new DomainError('mailbox_not_found', mailboxId);
    const group = groupId === null ? null : await tx.group.findUnique({ where: { id: groupId } });
    if (groupId !== null && !group) throw new DomainError('group_not_found', groupId);
    if ((mailbox.group?.id ?? null) === groupId) return;
    await tx.mailbox.update({ where: { id: mailboxId }, data: { groupId }, select: { id: true } });
    await reassessDevices(tx, [mailboxId]);
    await appendAudit(tx, ctx, {
      action: 'mailbox_moved',
      target: { kind: 'mailbox', id: mailboxId, name: mailbox.name },
      mailbox: mailbox.name,
      before: { group: mailbox.group?.name ?? null },
      after: { group: group?.name ?? null },
    });
    await signalEngine(tx, { kind: 'mailbox', mailbox: mailbox.name, why: 'policy' });
    await signalConsole(tx, { topic: 'mailboxes', id: mailboxId });
  });
  return getMailbox(ctx, { mailboxId });
}
