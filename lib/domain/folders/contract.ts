import { z } from 'zod';

/** What a folder of a mail server is used for. */
export const FolderRole = z.enum([
  'inbox',
  'drafts',
  'sent',
  'trash',
  'outbox',
  'junk',
  'archive',
  /** An ordinary folder. */
  'mail',
  'calendar',
  'contacts',
  'tasks',
]);
export type FolderRole = z.infer<typeof FolderRole>;

/** Roles that a person can give. The Inbox is what it is; the others are no mail. */
export const ChoosableFolderRole = FolderRole.extract(['drafts', 'sent', 'trash', 'junk', 'archive', 'mail']);
export type ChoosableFolderRole = z.infer<typeof ChoosableFolderRole>;

export const MailboxFolder = z.object({
  path: z.string(),
  /** The last part of the path. */
  name: z.string(),
  /** Path of the folder that it is in; null at the top. */
  parentPath: z.string().nullable(),
  /** By SPECIAL-USE of the mail server, else by a well-known name. */
  detectedRole: FolderRole,
  /** Null: as it was detected. */
  chosenRole: FolderRole.nullable(),
});
export type MailboxFolder = z.infer<typeof MailboxFolder>;

export const MailboxFolders = z.object({
  mailboxId: z.uuid(),
  /** Handed back with a change: it is refused if the folders have changed since. */
  revision: z.number().int(),
  /** How many devices of the mailbox a change concerns. */
  deviceCount: z.number().int(),
  folders: z.array(MailboxFolder),
});
export type MailboxFolders = z.infer<typeof MailboxFolders>;

/** Replaces all choices: a folder that is not named is what it was detected as. */
export const ChooseFolderRolesInput = z
  .strictObject({
    mailboxId: z.uuid(),
    revision: z.number().int().nonnegative(),
    choices: z.array(z.strictObject({ path: z.string().min(1).max(600), role: ChoosableFolderRole })).max(1000),
  })
  .refine(({ choices }) => new Set(choices.map(({ path }) => path)).size === choices.length, {
    path: ['choices'],
    message: 'A folder is named twice',
  })
  .refine(
    ({ choices }) => {
      const special = choices.map(({ role }) => role).filter((role) => role !== 'mail');
      return new Set(special).size === special.length;
    },
    { path: ['choices'], message: 'A role is given to two folders' },
  );
export type ChooseFolderRolesInput = z.infer<typeof ChooseFolderRolesInput>;

type Roles = Pick<MailboxFolder, 'path' | 'detectedRole' | 'chosenRole'>;

/**
 * The role of each folder as phones see it, by path: one folder of each special role, the chosen one before the detected.
 * The engine decides by the same rule.
 */
export function effectiveRoles(folders: readonly Roles[]): ReadonlyMap<string, FolderRole> {
  const chosen = new Set(folders.map(({ chosenRole }) => chosenRole));
  const roleOf = ({ detectedRole, chosenRole }: Roles): FolderRole => {
    if (detectedRole === 'inbox') return 'inbox';
    if (chosenRole !== null) return chosenRole;
    return chosen.has(detectedRole) ? 'mail' : detectedRole;
  };
  return new Map(folders.map((folder) => [folder.path, roleOf(folder)]));
}
