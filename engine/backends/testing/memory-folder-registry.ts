import type { FolderKind } from '@/engine/backends/contract';
import type { FolderRegistry, FoundFolder, RegisteredFolder } from '@/engine/backends/folder-registry';
import { reconcileFolders, type FolderRow, renamedRows } from '@/engine/backends/reconcile-folders';

/** A registry for tests of back ends, by the same rules as the one in the database. */
export class MemoryFolderRegistry implements FolderRegistry {
  private readonly mailboxes = new Map<string, readonly FolderRow[]>();
  private changes = 0;

  async reconcile(mailbox: string, found: readonly FoundFolder[]): Promise<ReadonlyMap<string, RegisteredFolder>> {
    const { rows, isChanged } = reconcileFolders(this.mailboxes.get(mailbox) ?? [], found, new Date());
    if (isChanged) this.store(mailbox, rows);
    return new Map(rows.map(({ path, folderId, chosenKind }) => [path, { id: folderId, chosenKind }]));
  }

  async rename(mailbox: string, change: { from: string; to: string; delimiter: string }): Promise<void> {
    this.store(mailbox, renamedRows(this.mailboxes.get(mailbox) ?? [], change));
  }

  async version(): Promise<string> {
    return String(this.changes);
  }

  /** As an administrator does. */
  choose(mailbox: string, path: string, chosenKind: FolderKind | null): void {
    const rows = this.mailboxes.get(mailbox) ?? [];
    this.store(
      mailbox,
      rows.map((row) => (row.path === path ? { ...row, chosenKind } : row)),
    );
  }

  private store(mailbox: string, rows: readonly FolderRow[]): void {
    this.mailboxes.set(mailbox, rows);
    this.changes += 1;
  }
}
