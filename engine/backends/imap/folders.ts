import { createHash } from 'node:crypto';
import type { ImapFlow, ListResponse } from 'imapflow';
import type { Folder, FolderKind } from '@/engine/backends/contract';

export type ImapFolder = Folder & { readonly path: string };

const kinds: Record<string, FolderKind> = {
  '\\Inbox': 'inbox',
  '\\Drafts': 'drafts',
  '\\Sent': 'sent',
  '\\Trash': 'trash',
  '\\Junk': 'junk',
  '\\Archive': 'archive',
};

/**
 * All folders that can hold messages. Their kind is the server's SPECIAL-USE, else a well-known name; the first of each
 * kind has it. A folder inside one that holds no messages moves up.
 */
export async function listImapFolders(client: ImapFlow): Promise<ImapFolder[]> {
  const listed = (await client.list()).filter(({ flags }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent'));
  const paths = new Set(listed.map(({ path }) => path));
  const taken = new Set<FolderKind>();
  // What the server says goes before what a name suggests.
  const surestFirst = [...listed].sort((a, b) => Number(isGuess(a)) - Number(isGuess(b)));
  const kindOf = new Map(surestFirst.map((entry) => [entry.path, takeKind(entry, taken)]));
  const folders = listed.map((entry) => ({
    id: folderId(entry.path),
    parentId: nearestParent(entry, paths),
    name: kindOf.get(entry.path) === 'inbox' ? 'Inbox' : entry.name,
    kind: kindOf.get(entry.path) ?? 'mail',
    path: entry.path,
  }));
  return folders.sort((a, b) => depth(a, listed) - depth(b, listed));
}

/** Stable for as long as the folder has its path; short, and nothing that a phone would stumble over. */
export function folderId(path: string): string {
  const name = path.toUpperCase() === 'INBOX' ? 'INBOX' : path;
  return createHash('sha256').update(name).digest('hex').slice(0, 16);
}

function isGuess({ specialUseSource }: ListResponse): boolean {
  return specialUseSource === 'name';
}

function takeKind({ specialUse }: ListResponse, taken: Set<FolderKind>): FolderKind {
  const kind = kinds[specialUse ?? ''] ?? 'mail';
  if (kind === 'mail' || taken.has(kind)) return 'mail';
  taken.add(kind);
  return kind;
}

function nearestParent({ parent, delimiter }: ListResponse, paths: ReadonlySet<string>): string | null {
  for (let length = parent.length; length > 0; length -= 1) {
    const path = parent.slice(0, length).join(delimiter);
    if (paths.has(path)) return folderId(path);
  }
  return null;
}

function depth(folder: ImapFolder, listed: readonly ListResponse[]): number {
  return listed.find(({ path }) => path === folder.path)?.parent.length ?? 0;
}
