import type { Exchange } from '@/engine/exchange';
import { amendGeneration, findCollection, storeGeneration } from '@/engine/sync-state/collection-store';
import {
  emptyFolderState,
  folderChanges,
  FolderState,
  marksOf,
  marksOfListing,
  toFolderState,
} from '@/engine/sync-state/folder-state';
import { type Collection, openCollection } from '@/engine/sync-state/generations';
import { type HierarchyState, isMailType } from '@/engine/sync-state/hierarchy-state';
import { filterStart, isMailFilter, optionsToStore, StoredOptions } from '@/engine/sync-state/stored-options';
import type { FolderListing } from '@/engine/backends/contract';
import { INITIAL_SYNC_KEY, type RequestedCollection, wantsChanges } from '@/lib/protocol/eas/sync-request';
import type { AnsweredCollection, SyncItemResponse } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { fetchItems, type Folder, selectChanges } from './sync-items';
import { applyAsSeenByClient, rejectChanges } from './sync-rejected-changes';

const ATTEMPTS = 3;

export type SyncJob = {
  readonly requested: RequestedCollection;
  readonly hierarchy: HierarchyState | null;
  /** At most so many changes in the answer. */
  readonly windowSize: number;
};

type Work = SyncJob & {
  readonly name: { readonly deviceId: string; readonly collectionId: string };
  readonly collection: Collection<FolderState>;
  readonly folder: Folder;
  readonly isMail: boolean;
};

/**
 * Answers one collection of a Sync.
 *
 * @returns null if there is nothing to say about it: nothing has changed
 * @see [MS-ASCMD] 2.2.1.21 Sync
 */
export async function syncCollection(exchange: Exchange, job: SyncJob): Promise<AnsweredCollection | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const answered = await tryOnce(exchange, job);
    if (answered !== 'overtaken') return answered;
  }
  // Several requests of one device for one folder at once: it is asked to come again.
  return answer(job.requested, syncStatus.retry);
}

async function tryOnce(exchange: Exchange, job: SyncJob): Promise<AnsweredCollection | null | 'overtaken'> {
  const { requested, hierarchy } = job;
  const { collectionId, syncKey } = requested;
  const type = hierarchy?.folders[collectionId]?.type;
  if (type === undefined) return answer(requested, syncStatus.folderHierarchyChanged);
  const isMail = isMailType(type);
  const name = { deviceId: exchange.facts.id, collectionId };
  const collection = await findCollection(exchange.engine.db, name, FolderState);
  const options = requested.options ? optionsToStore(requested.options) : storedOptions(collection);
  if (isMail && !isMailFilter(options.filterType)) return answer(requested, syncStatus.protocolError);
  if (syncKey === INITIAL_SYNC_KEY) return prime(exchange, { job, name, collection, options });
  if (!collection) return answer(requested, syncStatus.invalidSyncKey);
  const work = { ...job, name, collection, folder: { collectionId, options }, isMail };

  const opened = openCollection(collection, syncKey);
  if (opened.kind === 'confirmed') return advance(exchange, work, opened.base);
  if (opened.kind === 'repeated') return repeat(exchange, work, opened);
  return answer(requested, syncStatus.invalidSyncKey);
}

function storedOptions(collection: Collection<unknown> | null): StoredOptions {
  return StoredOptions.safeParse(collection?.options).data ?? { bodyPreferences: [] };
}

type Start = {
  job: SyncJob;
  name: Work['name'];
  collection: Collection<FolderState> | null;
  options: StoredOptions;
};

/** [MS-ASCMD] 2.2.3.181.4 SyncKey (Sync): key 0 gets a key and nothing else. Changes that come with it are ignored. */
async function prime({ engine }: Exchange, { job, name, collection, options }: Start) {
  // A client whose answer was lost primes again; the key that it may have got after all leads to the same empty state.
  const previous = collection?.state?.validity === '' ? emptyFolderState : null;
  const next = { from: collection?.syncKey ?? null, state: emptyFolderState, previous, options };
  const key = await storeGeneration(engine.db, name, next);
  return key === null ? 'overtaken' : { ...answer(job.requested, syncStatus.success), syncKey: String(key) };
}

/** From what the client has to what there is now, as far as the window reaches. */
async function advance(exchange: Exchange, work: Work, base: FolderState) {
  const { requested, collection, folder, windowSize } = work;
  const { engine } = exchange;
  if (await isUntouched(exchange, work, base)) return null;
  const before = marksOf(base);
  const responses = await itemResponses(exchange, work);
  const isDifferent = applyAsSeenByClient(before, requested.collectionId, requested.changes);
  const listing = wantsChanges(requested) ? await list(exchange, work) : unlisted(base);
  if (!listing) return answer(requested, syncStatus.folderHierarchyChanged);
  // Uids were given out anew: what the client has cannot be named any more.
  if (base.validity !== '' && base.validity !== listing.validity) return answer(requested, syncStatus.invalidSyncKey);

  const changes = folderChanges(before, listing.marks ?? before);
  const selected = await selectChanges(exchange, folder, { before, changes, windowSize });
  const token = selected.isMoreAvailable ? '' : listing.token;
  const state = toFolderState(selected.marks, { validity: listing.validity, token });
  const { isMoreAvailable } = selected;
  const options = requested.options ? folder.options : undefined;
  if (selected.changes.length === 0 && !isDifferent) {
    const isNews = wantsChanges(requested) && (base.token !== token || base.validity !== listing.validity);
    if (isNews || options)
      await amendGeneration(engine.db, work.name, { syncKey: collection.syncKey, options, ...(isNews && { state }) });
    if (responses.length === 0 && !isMoreAvailable) return null;
    return {
      ...answer(requested, syncStatus.success),
      syncKey: String(collection.syncKey),
      isMoreAvailable,
      responses,
    };
  }
  const previous = toFolderState(before, { validity: listing.validity, token: '' });
  const next = { from: collection.syncKey, state, previous, options };
  const key = await storeGeneration(engine.db, work.name, next);
  if (key === null) return 'overtaken' as const;
  const answered = answer(requested, syncStatus.success);
  return { ...answered, syncKey: String(key), isMoreAvailable, changes: selected.changes, responses };
}

/** A look at the folder's token spares most requests the listing. */
async function isUntouched({ engine, account, request }: Exchange, work: Work, base: FolderState): Promise<boolean> {
  const { requested, folder, isMail } = work;
  if (!isMail || base.token === '' || folder.options.filterType || requested.options) return false;
  if (!wantsChanges(requested) || requested.changes.length > 0) return false;
  const tokens = await engine.backend.folderTokens(account, [folder.collectionId], request.signal);
  return tokens.get(folder.collectionId) === base.token;
}

/** The same way again, under the same key, for a client that did not get the answer. */
async function repeat(exchange: Exchange, work: Work, { base, target }: { base: FolderState; target: FolderState }) {
  const { requested, collection, folder } = work;
  const before = marksOf(base);
  applyAsSeenByClient(before, requested.collectionId, requested.changes);
  const changes = folderChanges(before, marksOf(target));
  const selected = await selectChanges(exchange, folder, { before, changes, windowSize: Number.MAX_SAFE_INTEGER });
  const answered = answer(requested, syncStatus.success);
  const responses = await itemResponses(exchange, work);
  const isMoreAvailable = target.token === '' && target.validity !== '';
  return { ...answered, syncKey: String(collection.syncKey), isMoreAvailable, changes: selected.changes, responses };
}

async function itemResponses(exchange: Exchange, { folder, requested }: Work): Promise<SyncItemResponse[]> {
  return [...rejectChanges(requested.changes), ...(await fetchItems(exchange, folder, requested.changes))];
}

type Listed = Pick<FolderListing, 'validity' | 'token'> & { readonly marks: Map<number, boolean> | null };

/** For a request that wants no changes of the server: as if nothing had changed, but something may have. */
const unlisted = ({ validity }: FolderState): Listed => ({ validity, token: '', marks: null });

/** Null: the folder is gone. */
async function list({ engine, account, request, ctx }: Exchange, { folder, isMail }: Work): Promise<Listed | null> {
  // Other classes than mail are shown, and have nothing in them yet.
  if (!isMail) return { validity: 'none', token: 'none', marks: new Map() };
  const since = filterStart(folder.options, ctx.now());
  const query = { account, folderId: folder.collectionId, since };
  const listing = await engine.backend.listMessages(query, request.signal);
  return listing && { validity: listing.validity, token: listing.token, marks: marksOfListing(listing) };
}

const answer = (requested: RequestedCollection, status: number): AnsweredCollection => ({
  class: requested.class,
  syncKey: status === syncStatus.success ? requested.syncKey : INITIAL_SYNC_KEY,
  collectionId: requested.collectionId,
  status,
});
