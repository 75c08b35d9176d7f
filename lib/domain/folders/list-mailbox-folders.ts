import type { DomainContext } from '@/lib/domain/context';
import type { MailboxFolders } from '@/lib/domain/folders/contract';
import { loadFolders } from '@/lib/domain/folders/load-folders';
import type { MailboxIdInput } from '@/lib/domain/mailboxes/contract';
import { countDevices } from '@/lib/domain/mailboxes/count-devices';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * The folders of a mailbox as the mail server listed them last, with the role that was detected for each and the one that
 * a person chose. None before a phone of the mailbox has asked for them.
 *
 * @throws DomainError `permission_denied`, `mailbox_not_found`
 */
export async function listMailboxFolders(ctx: DomainContext, { mailboxId }: MailboxIdInput): Promise<MailboxFolders> {
  requirePermission(ctx.actor, 'mailbox:read');
  const mailbox = await ctx.db.mailbox.findUnique({ where: { id: mailboxId }, select: { name: true } });
  if (!mailbox) throw new DomainError('mailbox_not_found', mailboxId);
  const [{ folders, revision }, counts] = await Promise.all([
    loadFolders(ctx.db, mailbox.name),
    countDevices(ctx.db, [mailboxId]),
  ]);
  return {
    mailboxId,
    revision,
    deviceCount: counts.get(mailboxId) ?? 0,
    folders: folders.map(({ folderId: _folderId, ...folder }) => folder),
  };
}
