import type { Transaction } from '@/lib/db/client';
import type { SwitchGroupInput, SwitchMailboxInput } from '@/lib/domain/access/contract';
import { reassessDevices } from '@/lib/domain/access/reassess-devices';
import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Switches the use of phones with a mailbox on or off, or leaves it to its group. Off, held requests of its devices end and
 * all of them are refused; orders still reach them.
 *
 * @throws DomainError `permission_denied`, `mailbox_not_found`
 */
export async function switchMailbox(ctx: DomainContext, input: SwitchMailboxInput): Promise<void> {
  requirePermission(ctx.actor, 'access:manage');
  const { mailboxId, isEasEnabled, reason } = input;
  await ctx.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM mailbox WHERE id = ${mailboxId}::uuid FOR NO KEY UPDATE`;
    const before = await tx.mailbox.findUnique({
      where: { id: mailboxId },
      select: { name: true, isEasEnabled: true },
    });
    if (!before) throw new DomainError('mailbox_not_found', mailboxId);
    if (before.isEasEnabled === isEasEnabled) return;
    await tx.mailbox.update({ where: { id: mailboxId }, data: { isEasEnabled }, select: { id: true } });
    await reassessDevices(tx, [mailboxId]);
    await appendAudit(tx, ctx, {
      action: 'mailbox_switched',
      target: { kind: 'mailbox', id: mailboxId, name: before.name },
      mailbox: before.name,
      reason,
      before: { isEasEnabled: before.isEasEnabled },
      after: { isEasEnabled },
    });
    await signalEngine(tx, { kind: 'mailbox', mailbox: before.name, why: 'access' });
    await tellConsole(tx);
  });
}

/**
 * Switches the use of phones with a group's mailboxes on or off, for those that have no word of their own.
 *
 * @throws DomainError `permission_denied`, `group_not_found`
 */
export async function switchGroup(ctx: DomainContext, input: SwitchGroupInput): Promise<void> {
  requirePermission(ctx.actor, 'access:manage');
  const { groupId, isEasEnabled, reason } = input;
  await ctx.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM mailbox_group WHERE id = ${groupId}::uuid FOR NO KEY UPDATE`;
    const before = await tx.group.findUnique({
      where: { id: groupId },
      select: { name: true, isEasEnabled: true, mailboxes: { select: { id: true } } },
    });
    if (!before) throw new DomainError('group_not_found', groupId);
    if (before.isEasEnabled === isEasEnabled) return;
    await tx.group.update({ where: { id: groupId }, data: { isEasEnabled }, select: { id: true } });
    const mailboxIds = before.mailboxes.map(({ id }) => id);
    await reassessDevices(tx, mailboxIds);
    await appendAudit(tx, ctx, {
      action: 'group_switched',
      target: { kind: 'group', id: groupId, name: before.name },
      reason,
      before: { isEasEnabled: before.isEasEnabled },
      after: { isEasEnabled },
    });
    await signalEngine(tx, { kind: 'all', why: 'access' });
    await tellConsole(tx);
  });
}

async function tellConsole(tx: Transaction): Promise<void> {
  await signalConsole(tx, { topic: 'access' });
  await signalConsole(tx, { topic: 'devices' });
  await signalConsole(tx, { topic: 'mailboxes' });
}
