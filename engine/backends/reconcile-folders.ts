import type { FolderKind } from './contract';
import type { FoundFolder } from './folder-registry';
import { folderIdFor } from './folder-id';

/** What a registry keeps of a folder. */
export type FolderRow = {
  readonly path: string;
  readonly folderId: string;
  readonly delimiter: string;
  readonly detectedKind: FolderKind;
  readonly chosenKind: FolderKind | null;
  /** Since when the folder is not there any more; it may only be on its way to another name. */
  readonly goneAt: Date | null;
};

/** A folder that is not seen for so long will not come back. */
const FORGET_AFTER_MS = 24 * 3_600_000;

/** The rows of a mailbox after its folders were listed: known paths keep their ids, new ones get ids that are free. */
export function reconcileFolders(
  known: readonly FolderRow[],
  found: readonly FoundFolder[],
  now: Date,
): { readonly rows: readonly FolderRow[]; readonly isChanged: boolean } {
  const byPath = new Map(known.map((row) => [row.path, row]));
  const taken = new Set(known.map(({ folderId }) => folderId));
  const present = found.map(({ path, delimiter, kind }): FolderRow => {
    const row = byPath.get(path);
    byPath.delete(path);
    const seen = { delimiter, detectedKind: kind, goneAt: null };
    if (!row) return { path, folderId: freeId(path, taken), chosenKind: null, ...seen };
    const isSame = row.detectedKind === kind && row.goneAt === null && row.delimiter === delimiter;
    return isSame ? row : { ...row, ...seen };
  });
  const gone = [...byPath.values()]
    .filter(({ goneAt }) => goneAt === null || now.getTime() - goneAt.getTime() < FORGET_AFTER_MS)
    .map((row) => (row.goneAt === null ? { ...row, goneAt: now } : row));
  const rows = [...present, ...gone];
  const before = new Set(known);
  return { rows, isChanged: rows.length !== known.length || rows.some((row) => !before.has(row)) };
}

/** The rows after a folder was renamed. What another front end may have noted of the new path meanwhile is forgotten. */
export function renamedRows(
  known: readonly FolderRow[],
  { from, to, delimiter }: { from: string; to: string; delimiter: string },
): readonly FolderRow[] {
  const isAt = (path: string, top: string) => path === top || (delimiter !== '' && path.startsWith(top + delimiter));
  return known
    .filter(({ path }) => isAt(path, from) || !isAt(path, to))
    .map((row) => (isAt(row.path, from) ? { ...row, path: to + row.path.slice(from.length), goneAt: null } : row));
}

function freeId(path: string, taken: Set<string>): string {
  let attempt = 0;
  while (taken.has(folderIdFor(path, attempt))) attempt += 1;
  const id = folderIdFor(path, attempt);
  taken.add(id);
  return id;
}
