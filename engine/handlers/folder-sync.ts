import { type Answer, documentAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { findCollection, HIERARCHY, storeGeneration } from '@/engine/sync-state/collection-store';
import { type Collection, openCollection } from '@/engine/sync-state/generations';
import { NOTICE_FOLDER } from '@/engine/quarantine/notice-mailbox';
import {
  emptyHierarchy,
  hasChanges,
  hierarchyChanges,
  HierarchyState,
  toHierarchy,
} from '@/engine/sync-state/hierarchy-state';
import {
  type FolderSyncResponse,
  folderSyncStatus,
  readFolderSyncRequest,
  writeFolderSyncResponse,
} from '@/lib/protocol/eas/folder-sync';
import { EasFormatError } from '@/lib/protocol/eas/format-error';

/** Two requests of one device at once: the slower one looks again, and is then a repetition of the other. */
const ATTEMPTS = 3;

/**
 * The folders of the mailbox: all of them to a client that starts over, otherwise what has changed.
 *
 * @see [MS-ASCMD] 2.2.1.5 FolderSync
 */
export async function folderSync(exchange: Exchange): Promise<Answer> {
  const { document } = exchange;
  if (!document) throw new EasFormatError('missing_element', 'SyncKey', folderSyncStatus.malformed);
  const { syncKey } = readFolderSyncRequest(document);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const response = await respond(exchange, syncKey);
    if (response) return documentAnswer(writeFolderSyncResponse(response));
  }
  return documentAnswer(writeFolderSyncResponse({ status: folderSyncStatus.serverError }));
}

/** Null: another request of the device was quicker. */
async function respond(exchange: Exchange, syncKey: string): Promise<FolderSyncResponse | null> {
  const name = { deviceId: exchange.facts.id, collectionId: HIERARCHY };
  const collection = ofThisWorld(await findCollection(exchange.engine.db, name, HierarchyState), exchange);
  const opened = openCollection(collection, syncKey);
  switch (opened.kind) {
    case 'unknown':
      // [MS-ASCMD] 2.2.3.177.5 Status 9: the client starts over with key 0
      return { status: folderSyncStatus.invalidSyncKey };
    case 'repeated':
      return { ...success, syncKey, ...(await repeat(collection, opened)) };
    case 'first':
      return advance(exchange, collection, null);
    case 'confirmed':
      return advance(exchange, collection, opened.base);
  }
}

/** A client that comes into quarantine, or out of it, has folders of another mail store: it starts over. */
function ofThisWorld(
  collection: Collection<HierarchyState> | null,
  { isQuarantined }: Exchange,
): Collection<HierarchyState> | null {
  const isOurs = (state: HierarchyState | null) =>
    state === null || Object.hasOwn(state.folders, NOTICE_FOLDER) === isQuarantined;
  if (!collection || (isOurs(collection.state) && isOurs(collection.previous))) return collection;
  return isOurs(collection.state) ? { ...collection, previous: null } : { ...collection, state: null, previous: null };
}

const success = { status: folderSyncStatus.success } as const;

async function repeat(
  collection: Collection<HierarchyState> | null,
  { base, target }: { base: HierarchyState; target: HierarchyState },
): Promise<Partial<FolderSyncResponse>> {
  return { syncKey: String(collection?.syncKey ?? 0), changes: hierarchyChanges(base, target) };
}

/** From what the client has, or from nothing, to what there is now. */
async function advance(
  { engine, account, facts, request }: Exchange,
  collection: Collection<HierarchyState> | null,
  base: HierarchyState | null,
): Promise<FolderSyncResponse | null> {
  const state = toHierarchy(await engine.backend.listFolders(account, request.signal));
  const changes = hierarchyChanges(base ?? emptyHierarchy, state);
  if (base && collection && !hasChanges(changes)) return { ...success, syncKey: String(collection.syncKey), changes };
  const name = { deviceId: facts.id, collectionId: HIERARCHY };
  const next = { from: collection?.syncKey ?? null, state, previous: base };
  const key = await storeGeneration(engine.db, name, next);
  return key === null ? null : { ...success, syncKey: String(key), changes };
}
