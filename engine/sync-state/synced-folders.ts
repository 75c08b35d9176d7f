import { collectionStates } from '@/engine/push/collection-states';
import type { Database } from '@/lib/db/client';
import { HIERARCHY } from './collection-store';
import { FolderState, WINDOW_MARK } from './folder-state';
import { HierarchyState, isMailType } from './hierarchy-state';

export type SyncedFolders = {
  readonly hierarchy: HierarchyState;
  /** Of the mail folders among those asked for that the device has synchronised: the token of its last Sync. */
  readonly tokens: ReadonlyMap<string, string>;
};

/** What a device has of its folders, in one query; null if it never asked for them. */
export async function findSyncedFolders(
  db: Database,
  deviceId: string,
  folderIds: readonly string[],
): Promise<SyncedFolders | null> {
  const rows = await collectionStates.ask(db, { deviceId, collectionIds: [...new Set([HIERARCHY, ...folderIds])] });
  const hierarchy = HierarchyState.safeParse(rows.find((row) => row.collectionId === HIERARCHY)?.state).data;
  if (!hierarchy) return null;
  const tokens = rows.flatMap(({ collectionId, state }): [string, string][] => {
    const type = hierarchy.folders[collectionId]?.type;
    if (type === undefined || !isMailType(type)) return [];
    return [[collectionId, FolderState.safeParse(state).data?.token.split(WINDOW_MARK, 1)[0] ?? '']];
  });
  return { hierarchy, tokens: new Map(tokens) };
}
