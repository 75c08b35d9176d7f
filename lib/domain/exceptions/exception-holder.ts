import type { Transaction } from '@/lib/db/client';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/** Who is exempt: a mailbox or a group. */
export interface ExceptionHolder {
  mailboxId: string | null;
  mailbox: string | null;
  groupId: string | null;
  groupName: string | null;
  /** Of either. */
  name: string;
}

/**
 * Finds the holder, a mailbox also makes, and holds its row until the transaction ends: of two people who exempt it at
 * once, the second sees what the first has written.
 *
 * @throws DomainError `invalid_input` if not just one of the two is given, `group_not_found`
 */
export async function lockHolder(
  tx: Transaction,
  { mailbox, groupId }: { mailbox?: string; groupId?: string },
  now: Date,
): Promise<ExceptionHolder> {
  if ((mailbox === undefined) === (groupId === undefined)) {
    throw new DomainError('invalid_input', 'A mailbox or a group', { details: { field: 'mailbox' } });
  }
  if (mailbox !== undefined) {
    // `update: {}` would not lock; writing the name it has does.
    const { id } = await tx.mailbox.upsert({
      where: { name: mailbox },
      create: { name: mailbox, createdAt: now },
      update: { name: mailbox },
      select: { id: true },
    });
    return { mailboxId: id, mailbox, groupId: null, groupName: null, name: mailbox };
  }
  await tx.$queryRaw`SELECT id FROM mailbox_group WHERE id = ${groupId}::uuid FOR NO KEY UPDATE`;
  const group = await tx.group.findUnique({ where: { id: groupId }, select: { id: true, name: true } });
  if (!group) throw new DomainError('group_not_found', groupId ?? '');
  return { mailboxId: null, mailbox: null, groupId: group.id, groupName: group.name, name: group.name };
}

/** Ends held requests of everybody that the exception concerns, and refreshes what is open in the console. */
export async function signalHolder(
  tx: Transaction,
  { mailbox }: Pick<ExceptionHolder, 'mailbox'>,
  exceptionId: string,
): Promise<void> {
  // A group may have any number of members: all are asked to come, and those that nothing changes for go on as before.
  if (mailbox === null) await signalEngine(tx, { kind: 'all', why: 'policy' });
  else await signalEngine(tx, { kind: 'mailbox', mailbox, why: 'exception' });
  await signalConsole(tx, { topic: 'exceptions', id: exceptionId });
}
