import type { ImapFlow, ListResponse } from 'imapflow';
import { fromServerName } from './folder-names';
import { kindByName } from './well-known-names';
import type { Folder, FolderKind } from '@/engine/backends/contract';
import type { FoundFolder, RegisteredFolder } from '@/engine/backends/folder-registry';
import { folderIdFor } from '@/engine/backends/folder-id';

/** No person makes a longer one; the registry could not keep it. */
const PATH_LIMIT = 600;

/** A folder of the server that can hold messages. */
export type ListedFolder = FoundFolder & {
  /** Path of the folder that it is shown in. */
  readonly parentPath: string | null;
  readonly name: string;
};

export type ImapFolder = Folder & { readonly path: string; readonly delimiter: string };

const kinds: Readonly<Record<string, FolderKind>> = {
  '\\Inbox': 'inbox',
  '\\Drafts': 'drafts',
  '\\Sent': 'sent',
  '\\Trash': 'trash',
  '\\Junk': 'junk',
  '\\Archive': 'archive',
};

/**
 * All folders that can hold messages, parents before children. Their kind is the server's SPECIAL-USE, else a well-known
 * name; imapflow gives each to one folder at most. A folder inside one that holds no messages moves up, and what is
 * inside the Inbox only since the server wants everything there (prefix `INBOX.`) is shown beside it.
 */
export async function listImapFolders(client: ImapFlow): Promise<ListedFolder[]> {
  const all = await client.list();
  const listed = all.filter(
    ({ flags, path }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent') && path.length <= PATH_LIMIT,
  );
  const paths = new Set(listed.map(({ path }) => path));
  const prefix = client.namespace?.prefix ?? '';
  const folders = listed
    .toSorted((a, b) => a.parent.length - b.parent.length)
    .map((entry) => {
      const kind = entry.path.toUpperCase() === 'INBOX' ? 'inbox' : (kinds[entry.specialUse ?? ''] ?? 'mail');
      const delimiter = entry.delimiter ?? '';
      return {
        path: entry.path,
        delimiter,
        kind,
        parentPath: nearestParent(entry, { paths, prefix }),
        name: kind === 'inbox' ? 'Inbox' : fromServerName(entry.name, delimiter),
      };
    });
  return withKindsByName(folders);
}

/** Fills in what neither the server nor imapflow found. */
function withKindsByName(folders: readonly ListedFolder[]): ListedFolder[] {
  const found = new Set(folders.map(({ kind }) => kind));
  return folders.map((folder) => {
    const kind = folder.kind === 'mail' ? kindByName(folder.name) : null;
    if (kind === null || found.has(kind)) return folder;
    found.add(kind);
    return { ...folder, kind };
  });
}

/** Folders with the ids and kinds that the registry has for them. */
export function withIds(
  listed: readonly ListedFolder[],
  registered: ReadonlyMap<string, RegisteredFolder>,
): ImapFolder[] {
  const idOf = (path: string) => registered.get(path)?.id ?? folderIdFor(path);
  const kindOf = chooseKinds(listed, registered);
  return listed.map(({ path, delimiter, parentPath, name, kind }) => ({
    id: idOf(path),
    parentId: parentPath === null ? null : idOf(parentPath),
    name,
    kind: kindOf.get(path) ?? (kind === 'inbox' ? 'inbox' : 'mail'),
    path,
    delimiter,
  }));
}

/** One folder of each kind: the one that an administrator chose, else the one that was found. The Inbox is what it is. */
function chooseKinds(listed: readonly ListedFolder[], registered: ReadonlyMap<string, RegisteredFolder>) {
  const taken = new Set<FolderKind>(['inbox']);
  const kindOf = new Map<string, FolderKind>();
  const choose = (path: string, kind: FolderKind) => {
    if (kind !== 'mail' && taken.has(kind)) return;
    taken.add(kind);
    kindOf.set(path, kind);
  };
  const others = listed.filter(({ kind }) => kind !== 'inbox');
  for (const { path } of others) {
    const chosen = registered.get(path)?.chosenKind;
    if (chosen) choose(path, chosen);
  }
  for (const { path, kind } of others) if (!registered.get(path)?.chosenKind) choose(path, kind);
  return kindOf;
}

function nearestParent(
  { parent, delimiter }: ListResponse,
  { paths, prefix }: { paths: ReadonlySet<string>; prefix: string },
): string | null {
  const separator = delimiter ?? '';
  for (let length = parent.length; length > 0; length -= 1) {
    const path = parent.slice(0, length).join(separator);
    if (prefix !== '' && prefix.startsWith(path + separator)) return null;
    if (paths.has(path)) return path;
  }
  return null;
}
