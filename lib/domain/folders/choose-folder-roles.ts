import { randomBytes } from 'node:crypto';
import type { Transaction } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { upperCase } from '@/lib/domain/enum-case';
import {
  effectiveRoles,
  type ChooseFolderRolesInput,
  type FolderRole,
  type MailboxFolders,
} from '@/lib/domain/folders/contract';
import { listMailboxFolders } from '@/lib/domain/folders/list-mailbox-folders';
import { loadFolders, type LoadedFolder } from '@/lib/domain/folders/load-folders';
import { lockFolders } from '@/lib/domain/folders/lock-folders';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

// Implementation notes
// - Phones take the type of a folder when it is added and never look at it again. A folder whose role changes therefore
//   gets another id: phones drop the old one and fetch the folder anew under its new type.
// - With a role goes the folder that had it before: it becomes an ordinary one, and is fetched anew as well.
// - Every row that is written gets a higher revision, by which front ends notice that what they have in memory is old.

type Change = {
  readonly folder: LoadedFolder;
  readonly chosenRole: FolderRole | null;
  readonly isNewToPhones: boolean;
};

/**
 * Says what the folders of a mailbox are used for, in place of what was detected. Held requests of its phones end, and
 * each folder whose role changes is synchronised anew.
 *
 * @throws DomainError `permission_denied`, `mailbox_not_found`, `folders_changed_meanwhile`
 */
export async function chooseFolderRoles(ctx: DomainContext, input: ChooseFolderRolesInput): Promise<MailboxFolders> {
  requirePermission(ctx.actor, 'mailbox:manage');
  const { mailboxId } = input;
  await ctx.db.$transaction(async (tx) => {
    const mailbox = await tx.mailbox.findUnique({ where: { id: mailboxId }, select: { name: true } });
    if (!mailbox) throw new DomainError('mailbox_not_found', mailboxId);
    await lockFolders(tx, mailbox.name);
    const { folders, revision } = await loadFolders(tx, mailbox.name);
    if (revision !== input.revision) throw new DomainError('folders_changed_meanwhile', `now ${revision}`);
    const changes = changesOf(folders, input.choices);
    if (changes.length === 0) return;
    await writeChanges(tx, changes, { mailbox: mailbox.name, revision: revision + 1 });
    await appendAudit(tx, ctx, {
      action: 'folder_roles_chosen',
      target: { kind: 'mailbox', id: mailboxId, name: mailbox.name },
      mailbox: mailbox.name,
      before: snapshot(changes, ({ folder }) => folder.chosenRole),
      after: snapshot(changes, ({ chosenRole }) => chosenRole),
    });
    await signalEngine(tx, { kind: 'mailbox', mailbox: mailbox.name, why: 'folders' });
    await signalConsole(tx, { topic: 'mailboxes', id: mailboxId });
  });
  return listMailboxFolders(ctx, { mailboxId });
}

function changesOf(folders: readonly LoadedFolder[], choices: ChooseFolderRolesInput['choices']): Change[] {
  const byPath = new Map(folders.map((folder) => [folder.path, folder]));
  for (const { path } of choices) {
    const folder = byPath.get(path);
    // The form offers the Inbox to nobody: who names it has a list that is not this one.
    if (!folder || folder.detectedRole === 'inbox')
      throw new DomainError('folders_changed_meanwhile', 'no such folder');
  }
  const chosen = new Map<string, FolderRole>(choices.map(({ path, role }) => [path, role]));
  const next = folders.map((folder) => ({ ...folder, chosenRole: chosen.get(folder.path) ?? null }));
  const [before, after] = [effectiveRoles(folders), effectiveRoles(next)];
  return folders
    .map((folder) => ({
      folder,
      chosenRole: chosen.get(folder.path) ?? null,
      isNewToPhones: before.get(folder.path) !== after.get(folder.path),
    }))
    .filter(({ folder, chosenRole, isNewToPhones }) => isNewToPhones || folder.chosenRole !== chosenRole);
}

async function writeChanges(
  tx: Transaction,
  changes: readonly Change[],
  { mailbox, revision }: { mailbox: string; revision: number },
): Promise<void> {
  for (const { folder, chosenRole, isNewToPhones } of changes) {
    await tx.mailFolder.update({
      where: { mailbox_path: { mailbox, path: folder.path } },
      data: {
        revision,
        chosenKind: chosenRole && upperCase(chosenRole),
        ...(isNewToPhones && { folderId: randomBytes(8).toString('hex') }),
      },
      select: { path: true },
    });
  }
}

/** Of the folders whose choice changed: those that only lost a role have none. */
function snapshot(changes: readonly Change[], roleOf: (change: Change) => FolderRole | null) {
  const decided = changes.filter(({ folder, chosenRole }) => folder.chosenRole !== chosenRole);
  return Object.fromEntries(decided.map((change) => [change.folder.path, roleOf(change) ?? 'detected']));
}
