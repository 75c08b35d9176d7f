import type { MailboxFolder } from '@/lib/domain/folders/contract';

export interface TreeFolder {
  folder: MailboxFolder;
  /** 0 at the top. */
  depth: number;
}

/** The folders in the order of a tree, the Inbox first, with how deep each lies. */
export function folderTree(folders: readonly MailboxFolder[]): TreeFolder[] {
  const inside = new Map<string | null, MailboxFolder[]>();
  for (const folder of folders) inside.set(folder.parentPath, [...(inside.get(folder.parentPath) ?? []), folder]);
  const from = (parentPath: string | null, depth: number): TreeFolder[] =>
    (inside.get(parentPath) ?? [])
      .toSorted((a, b) => Number(b.detectedRole === 'inbox') - Number(a.detectedRole === 'inbox'))
      .flatMap((folder) => [{ folder, depth }, ...from(folder.path, depth + 1)]);
  return from(null, 0);
}
