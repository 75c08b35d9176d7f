import { type Folder, type FolderKind, FolderProblem } from '@/engine/backends/contract';

/** Ids are fixed: a phone that was connected before a restart finds the same folders again. */
const firstFolders: readonly Folder[] = [
  { id: 'inbox', parentId: null, name: 'Inbox', kind: 'inbox' },
  { id: 'drafts', parentId: null, name: 'Drafts', kind: 'drafts' },
  { id: 'sent', parentId: null, name: 'Sent', kind: 'sent' },
  { id: 'trash', parentId: null, name: 'Deleted Items', kind: 'trash' },
  { id: 'outbox', parentId: null, name: 'Outbox', kind: 'outbox' },
  { id: 'junk', parentId: null, name: 'Junk', kind: 'junk' },
  { id: 'archive', parentId: null, name: 'Archive', kind: 'archive' },
  { id: 'projects', parentId: null, name: 'Projects', kind: 'mail' },
  { id: 'halden', parentId: 'projects', name: 'Halden', kind: 'mail' },
  { id: 'calendar', parentId: null, name: 'Calendar', kind: 'calendar' },
  { id: 'contacts', parentId: null, name: 'Contacts', kind: 'contacts' },
];

const FOLDER_LIMIT = 500;
const noMail = new Set<FolderKind>(['calendar', 'contacts', 'tasks']);

type Place = { readonly name: string; readonly parentId: string | null };

/** The folder tree of one demo mailbox. */
export class DemoFolders {
  private folders: readonly Folder[] = firstFolders;
  private made = 0;

  /** Parents before children. */
  get list(): readonly Folder[] {
    return this.folders;
  }

  /** Those that can hold mail. */
  get mailFolderIds(): string[] {
    return this.folders.filter(({ kind }) => !noMail.has(kind)).map(({ id }) => id);
  }

  create(place: Place): Folder {
    this.checkPlace(place, null);
    if (this.folders.length >= FOLDER_LIMIT) throw new FolderProblem('refused');
    this.made += 1;
    const folder: Folder = { id: `made-${this.made}`, ...place, kind: 'mail' };
    this.folders = [...this.folders, folder];
    return folder;
  }

  change(id: string, place: Place): void {
    const folder = this.own(id);
    const inside = this.withDescendants(id);
    if (place.parentId !== null && inside.has(place.parentId)) throw new FolderProblem('refused');
    this.checkPlace(place, id);
    const moved = { ...folder, name: place.name, parentId: place.parentId };
    // Behind all others, with what is inside it: parents stay before children.
    const own = this.folders.filter((entry) => inside.has(entry.id) && entry.id !== id);
    this.folders = [...this.folders.filter((entry) => !inside.has(entry.id)), moved, ...own];
  }

  /** @returns the ids of all that are gone */
  delete(id: string): ReadonlySet<string> {
    this.own(id);
    const inside = this.withDescendants(id);
    for (const folder of this.folders) {
      if (inside.has(folder.id) && folder.kind !== 'mail') throw new FolderProblem('refused');
    }
    this.folders = this.folders.filter((folder) => !inside.has(folder.id));
    return inside;
  }

  private own(id: string): Folder {
    const folder = this.folders.find((entry) => entry.id === id);
    if (!folder) throw new FolderProblem('missing');
    if (folder.kind !== 'mail') throw new FolderProblem('refused');
    return folder;
  }

  private checkPlace({ name, parentId }: Place, ownId: string | null): void {
    if (name.trim() === '') throw new FolderProblem('refused');
    if (parentId !== null && !this.folders.some(({ id }) => id === parentId)) throw new FolderProblem('target_missing');
    const isTaken = this.folders.some(
      (entry) => entry.id !== ownId && entry.parentId === parentId && entry.name.toLowerCase() === name.toLowerCase(),
    );
    if (isTaken) throw new FolderProblem('exists');
  }

  private withDescendants(id: string): ReadonlySet<string> {
    const inside = new Set([id]);
    for (const folder of this.folders) {
      if (folder.parentId !== null && inside.has(folder.parentId)) inside.add(folder.id);
    }
    return inside;
  }
}
