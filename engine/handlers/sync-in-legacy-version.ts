import { type Answer, documentAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { classOfType, folderOfClass } from '@/engine/sync-state/item-class';
import type { HierarchyState } from '@/engine/sync-state/hierarchy-state';
import { findSyncedFolders } from '@/engine/sync-state/synced-folders';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { readSyncRequest, type RequestedCollection } from '@/lib/protocol/eas/sync-request';
import { type AnsweredCollection, writeSyncResponse } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { syncCollection } from './sync-collection';
import { MAX_COLLECTIONS, MAX_WINDOW, windowOf } from './sync-window';

// Implementation notes
// - Keys, windows, filters and changes are as in every version; only what stands around them differs in 2.5.
// - Every collection asked for is answered, with its class, also if nothing is new: answers without a body, requests
//   without one, and requests that are held came with 12.1.
// - Statuses above 8 came later as well. What they say is said with those of the time: 8 sends a client to FolderSync.

/**
 * Mails of the folders asked for, and what has changed in them, for Windows Mobile 5 and 6.
 *
 * @throws EasFormatError if the request has no body, no collections, or too many
 * @see [MS-ASCMD] 2.2.1.21 Sync
 */
export async function syncInLegacyVersion(exchange: Exchange): Promise<Answer> {
  const { engine, facts, document } = exchange;
  const status = syncStatus.protocolError;
  if (!document) throw new EasFormatError('missing_element', 'Sync', status);
  const { collections } = readSyncRequest(document, LEGACY_VERSION);
  if (collections.length > MAX_COLLECTIONS) throw new EasFormatError('out_of_range', 'Collections', status);
  const hierarchy = (await findSyncedFolders(engine.db, facts.id, []))?.hierarchy ?? null;
  const answered: AnsweredCollection[] = [];
  let room = MAX_WINDOW;
  for (const each of collections) {
    const requested = withWholeName(each, hierarchy);
    const windowSize = Math.min(room, windowOf(requested.windowSize));
    const answer = (await syncCollection(exchange, { requested, hierarchy, windowSize })) ?? unchanged(requested);
    answered.push(inWordsOfTheTime(answer));
    room -= answer.changes?.length ?? 0;
  }
  return documentAnswer(writeSyncResponse({ collections: answered }, LEGACY_VERSION));
}

/** With the class that its folder has, and the folder that its class has. */
function withWholeName(requested: RequestedCollection, hierarchy: HierarchyState | null): RequestedCollection {
  const collectionId = requested.collectionId || folderOfClass(hierarchy, requested.class);
  return { ...requested, collectionId, class: requested.class ?? classOfType(hierarchy?.folders[collectionId]?.type) };
}

const unchanged = ({ class: itemClass, syncKey, collectionId }: RequestedCollection): AnsweredCollection => ({
  class: itemClass,
  syncKey,
  collectionId,
  status: syncStatus.success,
});

function inWordsOfTheTime(answered: AnsweredCollection): AnsweredCollection {
  const responses = answered.responses?.map((each) => ({ ...each, status: formerStatus(each.status) }));
  return { ...answered, status: formerStatus(answered.status), responses };
}

function formerStatus(status: number): number {
  if (status === syncStatus.folderHierarchyChanged) return syncStatus.notFound;
  return status > syncStatus.notFound ? syncStatus.serverError : status;
}
