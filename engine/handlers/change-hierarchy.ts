import { FolderProblem, type FolderProblemCode } from '@/engine/backends/contract';
import type { Exchange } from '@/engine/exchange';
import { findCollection, HIERARCHY, storeGeneration } from '@/engine/sync-state/collection-store';
import { openCollection } from '@/engine/sync-state/generations';
import { HierarchyState, toHierarchy } from '@/engine/sync-state/hierarchy-state';
import { carryThrough } from './carry-through';

// Implementation notes
// - FolderCreate, FolderUpdate and FolderDelete share the key of FolderSync. Each brings the state of the device up to date
//   with just its own change, so that FolderSync tells everything else and not this again.
// - A client that did not get the answer repeats its request with the key before: the change is found done.

export type HierarchyChange = {
  readonly syncKey: string;
  /** Makes the change; returns the id of the folder that it is about. */
  readonly make: (signal: AbortSignal) => Promise<string>;
  /** Finds the change done already by a request whose answer was lost; null: it was not. */
  readonly findDone: (state: HierarchyState) => string | null;
};

export type HierarchyResult =
  | { readonly kind: 'done'; readonly syncKey: string; readonly serverId: string }
  | { readonly kind: 'invalid_key' }
  | { readonly kind: 'refused'; readonly code: FolderProblemCode };

/** @throws BackendUnavailable */
export async function changeHierarchy(exchange: Exchange, change: HierarchyChange): Promise<HierarchyResult> {
  const { engine, facts, account, request } = carryThrough(exchange);
  const name = { deviceId: facts.id, collectionId: HIERARCHY };
  const collection = await findCollection(engine.db, name, HierarchyState);
  const opened = openCollection(collection, change.syncKey);
  if (opened.kind === 'repeated') {
    const serverId = change.findDone(opened.target);
    if (serverId !== null) return { kind: 'done', syncKey: String(collection?.syncKey), serverId };
    return { kind: 'invalid_key' };
  }
  if (opened.kind !== 'confirmed' || !collection) return { kind: 'invalid_key' };
  let serverId: string;
  try {
    serverId = await change.make(request.signal);
  } catch (error) {
    if (error instanceof FolderProblem) return { kind: 'refused', code: error.code };
    throw error;
  }
  const now = toHierarchy(await engine.backend.listFolders(account, request.signal));
  const state = withFolder(opened.base, serverId, now);
  const next = { from: collection.syncKey, state, previous: opened.base };
  const key = await storeGeneration(engine.db, name, next);
  // Another request of the device was quicker: it starts over, and finds the change in its new list.
  return key === null ? { kind: 'invalid_key' } : { kind: 'done', syncKey: String(key), serverId };
}

/** The state with this folder, and those inside it, as they are now. */
function withFolder(base: HierarchyState, serverId: string, now: HierarchyState): HierarchyState {
  const folders = { ...base.folders };
  const current = now.folders[serverId];
  if (current) folders[serverId] = current;
  else delete folders[serverId];
  if (!current) {
    for (const [id, folder] of Object.entries(folders)) {
      if (!Object.hasOwn(now.folders, id) && isInside(base, folder.parentId, serverId)) delete folders[id];
    }
  }
  return { folders };
}

function isInside(state: HierarchyState, parentId: string, ancestorId: string): boolean {
  let id: string | undefined = parentId;
  for (let depth = 0; id !== undefined && depth < MAX_DEPTH; depth += 1) {
    if (id === ancestorId) return true;
    id = state.folders[id]?.parentId;
  }
  return false;
}

const MAX_DEPTH = 100;
