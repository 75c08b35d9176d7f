import { reassessDevices } from '@/lib/domain/access/reassess-devices';
import type { DomainContext } from '@/lib/domain/context';
import { lowerCase, upperCase } from '@/lib/domain/enum-case';
import { appendAudit } from '@/lib/domain/history/append-audit';
import type { MailboxDetailView, UpdateMailboxInput } from '@/lib/domain/mailboxes/contract';
import { getMailbox } from '@/lib/domain/mailboxes/get-mailbox';
import { requirePermission } from '@/lib/domain/permissions';
import { lockPolicies } from '@/lib/domain/policies/lock-policies';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

const select = { name: true, groupChoice: true, group: { select: { id: true, name: true } } } as const;

/**
 * Moves a mailbox to a group, or out of all, by hand; or leaves it to the patterns of the groups. With the group its policy
 * may change; held pings of its devices end.
 *
 * @throws DomainError `permission_denied`, `mailbox_not_found`, `group_not_found`
 */
export async function updateMailbox(ctx: DomainContext, input: UpdateMailboxInput): Promise<MailboxDetailView> {
  requirePermission(ctx.actor, 'mailbox:manage');
  const { mailboxId, groupId, groupChoice = 'by_hand' } = input;
  await ctx.db.$transaction(async (tx) => {
    await lockPolicies(tx);
    const before = await tx.mailbox.findUnique({ where: { id: mailboxId }, select });
    if (!before) throw new DomainError('mailbox_not_found', mailboxId);
    const isKnown = !groupId || (await tx.group.count({ where: { id: groupId } })) > 0;
    if (!isKnown) throw new DomainError('group_not_found', groupId);
    const choice = upperCase(groupChoice);
    const isChosen = choice === 'AUTOMATIC' || (before.group?.id ?? null) === groupId;
    if (before.groupChoice === choice && isChosen) return;
    // Of an automatic one the trigger says the group, whatever is written.
    const data = { groupId, groupChoice: choice };
    const after = await tx.mailbox.update({ where: { id: mailboxId }, data, select });
    const isMoved = before.group?.id !== after.group?.id;
    if (isMoved) await reassessDevices(tx, [mailboxId]);
    const told = ({ group, groupChoice: by }: typeof after) => {
      return { group: group?.name ?? null, ...(before.groupChoice !== choice && { groupChoice: lowerCase(by) }) };
    };
    await appendAudit(tx, ctx, {
      action: isMoved ? 'mailbox_moved' : 'mailbox_group_choice_changed',
      target: { kind: 'mailbox', id: mailboxId, name: before.name },
      mailbox: before.name,
      before: told(before),
      after: told(after),
    });
    if (isMoved) await signalEngine(tx, { kind: 'mailbox', mailbox: before.name, why: 'policy' });
    await signalConsole(tx, { topic: 'mailboxes', id: mailboxId });
  });
  return getMailbox(ctx, { mailboxId });
}
