import { type Answer, documentAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { collectionIn, findCollection, HIERARCHY } from '@/engine/sync-state/collection-store';
import { FolderState } from '@/engine/sync-state/folder-state';
import { HierarchyState } from '@/engine/sync-state/hierarchy-state';
import { classOfType, folderOfClass } from '@/engine/sync-state/item-class';
import { findStoredCollections } from '@/engine/sync-state/stored-collections';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { INITIAL_SYNC_KEY, readSyncRequest, type RequestedCollection } from '@/lib/protocol/eas/sync-request';
import { type AnsweredCollection, writeSyncResponse } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { gatherUntil } from './gather-until';
import { syncCollection } from './sync-collection';
import { MAX_COLLECTIONS, MAX_WINDOW, windowOf } from './sync-window';

// Implementation notes
// - Keys, windows, filters and changes are as in every version; only what stands around them differs in 2.5.
// - Every collection asked for is answered, with its class, also if nothing is new: answers without a body, requests
//   without one, and requests that are held came with 12.1. One that the mail server left no time for keeps its key, with
//   more to come.
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
  const untilMs = gatherUntil(exchange);
  const name = { deviceId: facts.id, collectionId: HIERARCHY };
  const hierarchy = (await findCollection(engine.db, name, HierarchyState))?.state ?? null;
  const named = collections.map((each) => withWholeName(each, hierarchy));
  const ids = named.flatMap(({ collectionId }) => collectionId || []);
  const stored = await findStoredCollections(engine.db, facts.id, ids);
  const answered: AnsweredCollection[] = [];
  let room = MAX_WINDOW;
  for (const requested of named) {
    const isLate = performance.now() >= untilMs;
    if (isLate && answered.length > 0 && canWait(requested)) {
      answered.push({ ...unchanged(requested), isMoreAvailable: true });
      continue;
    }
    const windowSize = Math.min(room, windowOf(requested.windowSize));
    const known = collectionIn(stored, requested.collectionId, FolderState);
    const answer = await syncCollection(exchange, { requested, hierarchy, windowSize, untilMs, known });
    answered.push(inWordsOfTheTime(answer ?? unchanged(requested)));
    room -= answer?.changes?.length ?? 0;
  }
  return documentAnswer(writeSyncResponse({ collections: answered }, LEGACY_VERSION));
}

/** With the class that its folder has, and the folder that its class has. */
function withWholeName(requested: RequestedCollection, hierarchy: HierarchyState | null): RequestedCollection {
  const collectionId = requested.collectionId || folderOfClass(hierarchy, requested.class);
  return { ...requested, collectionId, class: requested.class ?? classOfType(hierarchy?.folders[collectionId]?.type) };
}

/** What the client has changed itself is taken in any case, and a first key costs no time. */
const canWait = ({ changes, syncKey }: RequestedCollection): boolean =>
  changes.length === 0 && syncKey !== INITIAL_SYNC_KEY;

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
