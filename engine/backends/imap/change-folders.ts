import type { ImapFlow } from 'imapflow';
import { toServerName } from './folder-names';
import type { ImapFolder } from './folders';
import { problemOf } from './refusal';
import { FolderProblem } from '@/engine/backends/contract';

export type FolderPlace = { readonly name: string; readonly parentId: string | null };

/**
 * The path of a folder at a place, as the server wants it.
 *
 * @throws FolderProblem `target_missing`, `exists`, `refused`
 */
export function pathAt(client: ImapFlow, folders: readonly ImapFolder[], { name, parentId }: FolderPlace): string {
  const parent = parentId === null ? null : folders.find(({ id }) => id === parentId);
  if (parent === undefined) throw new FolderProblem('target_missing');
  const delimiter = parent?.delimiter ?? client.namespace?.delimiter ?? folders[0]?.delimiter ?? '';
  const own = toServerName(name, delimiter);
  if (own === null || (parent && delimiter === '')) throw new FolderProblem('refused');
  const path = parent ? `${parent.path}${delimiter}${own}` : `${client.namespace?.prefix ?? ''}${own}`;
  const isTaken = folders.some((folder) => folder.path === path) || path.toUpperCase() === 'INBOX';
  if (isTaken) throw new FolderProblem('exists');
  return path;
}

/** @throws FolderProblem `exists`, `refused` */
export async function createImapFolder(client: ImapFlow, path: string): Promise<void> {
  const made = await asFolderProblem(client.mailboxCreate(path));
  // A folder that only held others so far, and holds messages from now on, is not there for the phone either.
  if (!made.created) throw new FolderProblem('exists');
}

/** @throws FolderProblem `missing`, `exists`, `refused` */
export async function renameImapFolder(
  client: ImapFlow,
  { from, to, folders }: { from: ImapFolder; to: string; folders: readonly ImapFolder[] },
): Promise<void> {
  await asFolderProblem(client.mailboxRename(from.path, to));
  // Other mail programs show what is subscribed, and subscriptions stay with the old names.
  const moved = [from, ...folders.filter(({ path }) => isInside(path, from))];
  for (const { path } of moved) {
    await client.mailboxUnsubscribe(path);
    await client.mailboxSubscribe(`${to}${path.slice(from.path.length)}`);
  }
}

/** The innermost first: servers keep the names of folders that others are in. @throws FolderProblem `refused` */
export async function deleteImapFolder(client: ImapFlow, folder: ImapFolder): Promise<void> {
  const inside = (await client.list()).filter(({ path }) => isInside(path, folder));
  const innermostFirst = inside.toSorted((a, b) => b.parent.length - a.parent.length);
  for (const { path, flags } of innermostFirst) {
    const deletion = client.mailboxDelete(path);
    // A name without a folder goes away with the last one in it, on most servers.
    await (flags.has('\\Noselect') || flags.has('\\NonExistent')
      ? deletion.catch(() => undefined)
      : asFolderProblem(deletion));
    await client.mailboxUnsubscribe(path);
  }
  await asFolderProblem(client.mailboxDelete(folder.path));
  await client.mailboxUnsubscribe(folder.path);
}

/** Whether a path lies inside a folder. */
export function isInside(path: string, folder: { readonly path: string; readonly delimiter: string }): boolean {
  return folder.delimiter !== '' && path.startsWith(`${folder.path}${folder.delimiter}`);
}

async function asFolderProblem<Result>(command: Promise<Result>): Promise<Result> {
  try {
    return await command;
  } catch (error) {
    throw problemOf(error, 'refused') ?? error;
  }
}
