import type { FolderState } from '@/engine/sync-state/folder-state';
import type { Collection } from '@/engine/sync-state/generations';
import type { HierarchyState } from '@/engine/sync-state/hierarchy-state';
import { INITIAL_SYNC_KEY, type RequestedCollection } from '@/lib/protocol/eas/sync-request';
import type { AnsweredCollection } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import type { Folder } from './sync-items';

/** One collection of a Sync, as it is asked for. */
export type SyncJob = {
  readonly requested: RequestedCollection;
  readonly hierarchy: HierarchyState | null;
  /** At most so many changes in the answer. */
  readonly windowSize: number;
  /** The collection as it was read for the whole request; null: the device never synchronised it. */
  readonly known: Collection<FolderState> | null;
  /** By `performance.now()`: from then on the answer makes do with what it has. */
  readonly untilMs: number;
};

/** A job that has passed every check of the request: the folder is there, and the device has begun with it. */
export type SyncWork = SyncJob & {
  readonly name: { readonly deviceId: string; readonly collectionId: string };
  readonly collection: Collection<FolderState>;
  readonly folder: Folder;
  /** [MS-ASCMD] 2.2.3.186.3 Type (FolderSync) */
  readonly type: number;
  readonly isMail: boolean;
};

/** What every answer for a collection says. */
export const answerWith = (requested: RequestedCollection, status: number): AnsweredCollection => ({
  class: requested.class,
  // Whoever is to come again comes with the key it has.
  syncKey: status === syncStatus.success || status === syncStatus.retry ? requested.syncKey : INITIAL_SYNC_KEY,
  collectionId: requested.collectionId,
  status,
});
