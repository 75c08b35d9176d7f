import { z } from 'zod';
import type { Folder, FolderKind } from '@/engine/backends/contract';
import { type FolderChanges, folderType, type FolderType, ROOT_FOLDER_ID } from '@/lib/protocol/eas/folder-sync';

const type = z.int().min(1).max(19);

/** The folders that a device has, as they are stored: by id, in the order in which they were sent. */
export const HierarchyState = z.object({
  folders: z.record(z.string(), z.object({ parentId: z.string(), name: z.string(), type })),
});
export type HierarchyState = z.infer<typeof HierarchyState>;

export const emptyHierarchy: HierarchyState = Object.freeze({ folders: {} });

/**
 * [MS-ASCMD] 2.2.3.186.3 Type (FolderSync): clients want at most one folder of each type that is not "user-created".
 */
const typeOfKind = {
  inbox: folderType.inbox,
  drafts: folderType.drafts,
  sent: folderType.sentItems,
  trash: folderType.deletedItems,
  outbox: folderType.outbox,
  junk: folderType.userMail,
  archive: folderType.userMail,
  mail: folderType.userMail,
  calendar: folderType.calendar,
  contacts: folderType.contacts,
  tasks: folderType.tasks,
} as const satisfies Record<FolderKind, FolderType>;

const mailTypes = new Set<number>([
  folderType.inbox,
  folderType.drafts,
  folderType.sentItems,
  folderType.deletedItems,
  folderType.outbox,
  folderType.userMail,
]);

/** Whether a folder of this type holds mail. Others are shown, and empty for now. */
export const isMailType = (folder: number): boolean => mailTypes.has(folder);

export function toHierarchy(folders: readonly Folder[]): HierarchyState {
  const entries = folders.map(({ id, parentId, name, kind }) => [
    id,
    { parentId: parentId ?? ROOT_FOLDER_ID, name, type: typeOfKind[kind] },
  ]);
  return { folders: Object.fromEntries(entries) };
}

/** The way from one hierarchy to another; parents before children, as the back end lists them. */
export function hierarchyChanges(before: HierarchyState, after: HierarchyState): FolderChanges {
  const known = new Map(Object.entries(before.folders));
  const now = Object.entries(after.folders);
  const synced = (list: typeof now) =>
    list.map(([serverId, { parentId, name, type: stored }]) => ({
      serverId,
      parentId,
      displayName: name,
      type: stored as FolderType, // the schema allows every type there is
    }));
  return {
    added: synced(now.filter(([id]) => !known.has(id))),
    updated: synced(
      now.filter(([id, folder]) => {
        const old = known.get(id);
        return old && (old.parentId !== folder.parentId || old.name !== folder.name || old.type !== folder.type);
      }),
    ),
    deleted: [...known.keys()].filter((id) => !Object.hasOwn(after.folders, id)),
  };
}

export const hasChanges = ({ added, updated, deleted }: FolderChanges): boolean =>
  added.length + updated.length + deleted.length > 0;
