import type { FolderListing } from '@/engine/backends/contract';
import type { Exchange } from '@/engine/exchange';
import { amendGeneration, findCollection, storeGeneration } from '@/engine/sync-state/collection-store';
import {
  emptyFolderState,
  folderChanges,
  FolderState,
  type Marks,
  marksOf,
  marksOfListing,
  toFolderState,
  WINDOW_MARK,
} from '@/engine/sync-state/folder-state';
import { type Collection, openCollection } from '@/engine/sync-state/generations';
import { type HierarchyState, isMailType } from '@/engine/sync-state/hierarchy-state';
import {
  defaultOptions,
  filterStart,
  isMailFilter,
  optionsToStore,
  StoredOptions,
} from '@/engine/sync-state/stored-options';
import { fromStoredOutcome, type Outcome, toStoredOutcome } from '@/engine/sync-state/upload-outcome';
import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { INITIAL_SYNC_KEY, type RequestedCollection, wantsChanges } from '@/lib/protocol/eas/sync-request';
import type { AnsweredCollection } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { permittedFilter } from './mail-rules';
import { draftFolderOf } from './sync-drafts';
import { fetchItems, type Folder, selectChanges } from './sync-items';
import { hasUploads, responsesOf, upload } from './sync-upload';
import { patienceFor } from './sync-patience';

// Implementation notes
// - Order of one answer: what the server has, the client's changes, what the server has now, and from there the way from
//   what the client has. The first look is spared where the client changed nothing.
// - A key is issued only with the state that it stands for. If another request of the device was quicker, everything is
//   looked at anew; the changes made so far come to the same a second time.

const ATTEMPTS = 3;

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

type Work = SyncJob & {
  readonly name: { readonly deviceId: string; readonly collectionId: string };
  readonly collection: Collection<FolderState>;
  readonly folder: Folder;
  /** [MS-ASCMD] 2.2.3.186.3 Type (FolderSync) */
  readonly type: number;
  readonly isMail: boolean;
};

/**
 * Answers one collection of a Sync.
 *
 * @returns null if there is nothing to say about it: nothing has changed
 * @see [MS-ASCMD] 2.2.1.21 Sync
 */
export async function syncCollection(exchange: Exchange, job: SyncJob): Promise<AnsweredCollection | null> {
  let { known } = job;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const answered = await tryOnce(exchange, { ...job, known });
    if (answered !== 'overtaken') return answered;
    const name = { deviceId: exchange.facts.id, collectionId: job.requested.collectionId };
    known = await findCollection(exchange.engine.db, name, FolderState);
  }
  // Several requests of one device for one folder at once: it is asked to come again.
  return answer(job.requested, syncStatus.retry);
}

async function tryOnce(exchange: Exchange, job: SyncJob): Promise<AnsweredCollection | null | 'overtaken'> {
  const { requested, hierarchy, known: collection } = job;
  const { collectionId, syncKey } = requested;
  const type = hierarchy?.folders[collectionId]?.type;
  if (type === undefined) return answer(requested, syncStatus.folderHierarchyChanged);
  const isMail = isMailType(type);
  const name = { deviceId: exchange.facts.id, collectionId };
  const options = requested.options
    ? optionsToStore(requested.options, exchange.request.line.protocolVersion)
    : storedOptions(exchange, collection);
  if (isMail && !isMailFilter(options.filterType)) return answer(requested, syncStatus.protocolError);
  // [MS-ASCMD] 2.2.3.36.2 ConversationMode (Sync): of mail only
  if (!isMail && requested.conversationMode !== undefined) return answer(requested, syncStatus.protocolError);
  if (syncKey === INITIAL_SYNC_KEY) return prime(exchange, { job, name, collection, options });
  if (!collection) return answer(requested, syncStatus.invalidSyncKey);
  // Stored is what the client wishes: a policy may be loosened again.
  const permitted = isMail ? { ...options, filterType: permittedFilter(exchange, options.filterType) } : options;
  const work = { ...job, name, collection, folder: { collectionId, options: permitted }, type, isMail };

  const opened = openCollection(collection, syncKey);
  if (opened.kind === 'confirmed') return advance(exchange, work, opened.base);
  if (opened.kind === 'repeated') return repeat(exchange, work, opened);
  return answer(requested, syncStatus.invalidSyncKey);
}

function storedOptions({ request }: Exchange, collection: Collection<unknown> | null): StoredOptions {
  const isLegacy = request.line.protocolVersion === LEGACY_VERSION;
  const initial = isLegacy ? optionsToStore([], LEGACY_VERSION) : defaultOptions;
  return StoredOptions.safeParse(collection?.options).data ?? initial;
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
  const { requested, collection, folder, windowSize, untilMs } = work;
  const { engine } = exchange;
  if (await isUntouched(exchange, work, base)) return null;
  const before = marksOf(base);
  const uploaded = await makeChanges(exchange, work, { base, before, known: {} });
  if (uploaded === 'gone') return answer(requested, syncStatus.folderHierarchyChanged);
  if (uploaded === 'invalid') return answer(requested, syncStatus.invalidSyncKey);
  if (uploaded === 'running') return answer(requested, syncStatus.retry);
  const { isDifferent, outcome } = uploaded;
  const responses = [...responsesOf(requested.changes, outcome), ...(await fetchItems(exchange, folder, requested))];
  const listing = wantsChanges(requested) ? await list(exchange, work) : unlisted(base);
  if (!listing) return answer(requested, syncStatus.folderHierarchyChanged);
  if (isOtherValidity(base, listing)) return answer(requested, syncStatus.invalidSyncKey);

  const after = listing.marks ?? before;
  const changes = folderChanges(before, after);
  const selected = await selectChanges(exchange, folder, { before, after, changes, windowSize, untilMs });
  const token = selected.isMoreAvailable ? '' : listing.token;
  const state = toFolderState(selected.marks, { validity: listing.validity, token });
  const { isMoreAvailable } = selected;
  const options = requested.options
    ? optionsToStore(requested.options, exchange.request.line.protocolVersion)
    : undefined;
  if (selected.changes.length === 0 && !isDifferent) {
    const isNews = wantsChanges(requested) && (base.token !== token || base.validity !== listing.validity);
    if (isNews || options)
      await amendGeneration(engine.db, work.name, { syncKey: collection.syncKey, options, ...(isNews && { state }) });
    if (responses.length === 0 && !isMoreAvailable && !hasUploads(requested.changes)) return null;
    return {
      ...answer(requested, syncStatus.success),
      syncKey: String(collection.syncKey),
      isMoreAvailable,
      responses,
    };
  }
  const previous = toFolderState(before, { validity: listing.validity, token: '' });
  const next = { from: collection.syncKey, state, previous, outcome: toStoredOutcome(outcome), options };
  const key = await storeGeneration(engine.db, work.name, next);
  if (key === null) return 'overtaken' as const;
  const answered = answer(requested, syncStatus.success);
  return { ...answered, syncKey: String(key), isMoreAvailable, changes: selected.changes, responses };
}

type Made = { readonly isDifferent: boolean; readonly outcome: Outcome };
type MakeOptions = { readonly base: FolderState; readonly before: Marks; readonly known: Outcome };

/** Makes the client's changes in the mail store; `before` becomes what the client has after them. */
async function makeChanges(
  exchange: Exchange,
  work: Work,
  { base, before, known }: MakeOptions,
): Promise<Made | 'gone' | 'invalid' | 'running'> {
  const { requested, folder, isMail } = work;
  if (!hasUploads(requested.changes)) return { isDifferent: false, outcome: {} };
  const listing = await list(exchange, work);
  if (!listing) return 'gone';
  // Uids were given out anew: the client means other messages than those that have its uids now.
  if (isOtherValidity(base, listing)) return 'invalid';
  const drafts = isMail ? await draftFolderOf(exchange, { ...folder, type: work.type }) : null;
  const old = new Map(before);
  const job = {
    collectionId: requested.collectionId,
    changes: requested.changes,
    validity: listing.validity,
    deletesAsMoves: requested.deletesAsMoves,
    clientWins: folder.options.conflict === 0,
    drafts,
    before,
    current: listing.marks ?? before,
  };
  const outcome = await upload(exchange, job, known);
  // Another request is still at one of them, so what is listed may be its work: the client asks again under this key.
  if (Object.values(outcome).some((response) => response?.status === syncStatus.retry)) return 'running';
  const isDifferent = old.size !== before.size || [...before].some(([uid, mark]) => old.get(uid) !== mark);
  return { isDifferent, outcome };
}

const isOtherValidity = (base: FolderState, listing: Listed): boolean =>
  base.validity !== '' && base.validity !== listing.validity;

/** A look at the folder's token spares most requests the listing. */
async function isUntouched(exchange: Exchange, work: Work, base: FolderState): Promise<boolean> {
  const { requested, folder, isMail } = work;
  if (!isMail || base.token === '' || requested.options) return false;
  if (!wantsChanges(requested) || requested.changes.length > 0) return false;
  const { engine, account, request } = exchange;
  const tokens = await engine.backend.folderTokens(account, [folder.collectionId], request.signal);
  const token = tokens.get(folder.collectionId);
  return token !== undefined && windowToken(exchange, folder, token) === base.token;
}

/** The same way again, under the same key, for a client that did not get the answer. */
async function repeat(exchange: Exchange, work: Work, { base, target }: { base: FolderState; target: FolderState }) {
  const { requested, collection, folder, untilMs } = work;
  const before = marksOf(base);
  const after = marksOf(target);
  const known = fromStoredOutcome(collection.outcome);
  const old = new Map(before);
  const uploaded = await makeChanges(exchange, work, { base: target, before, known });
  if (uploaded === 'gone') return answer(requested, syncStatus.folderHierarchyChanged);
  if (uploaded === 'invalid') return answer(requested, syncStatus.invalidSyncKey);
  if (uploaded === 'running') return answer(requested, syncStatus.retry);
  // What the client changed since its first attempt is made, and not taken back by the way to the state of then.
  for (const uid of new Set([...old.keys(), ...before.keys()])) {
    const mark = before.get(uid);
    if (old.get(uid) === mark) continue;
    if (mark === undefined) after.delete(uid);
    else after.set(uid, mark);
  }
  const selected = await selectAgain(exchange, work, { before, after, untilMs });
  const responses = [
    ...responsesOf(requested.changes, uploaded.outcome),
    ...(await fetchItems(exchange, folder, requested)),
  ];
  const isShort = selected.isMoreAvailable;
  const isOther = uploaded.isDifferent || isShort || selected.isSkipped;
  await amendGeneration(exchange.engine.db, work.name, {
    syncKey: collection.syncKey,
    repeats: selected.repeats,
    ...(isOther && { state: toFolderState(selected.marks, { validity: target.validity, token: '' }) }),
    ...(uploaded.isDifferent && { outcome: toStoredOutcome({ ...known, ...uploaded.outcome }) ?? {} }),
  });
  const isMoreAvailable = isShort || (target.token === '' && target.validity !== '');
  const answered = answer(requested, syncStatus.success);
  return { ...answered, syncKey: String(collection.syncKey), isMoreAvailable, changes: selected.changes, responses };
}

type Again = { readonly before: Marks; readonly after: Marks; readonly untilMs: number };

/**
 * What a repeated request is given: all of it again; from the third time on fewer and fewer, to find the one that the
 * client breaks on; that one without its body; and at last everything but that one.
 */
async function selectAgain(exchange: Exchange, { collection, folder, name }: Work, { before, after, untilMs }: Again) {
  const changes = folderChanges(before, after);
  const total = changes.added.length + changes.removed.length + changes.marked.length;
  const { windowSize, isBare, isSkipped, repeats } = patienceFor(collection.repeats + 1, total);
  const selection = { before, after, changes, windowSize, untilMs };
  if (!isSkipped) {
    const options = isBare ? { ...folder.options, ...withoutBody } : folder.options;
    return { ...(await selectChanges(exchange, { ...folder, options }, selection)), isSkipped, repeats };
  }
  const [first] = [...changes.removed, ...changes.marked.map(({ uid }) => uid), ...changes.added];
  exchange.log.error(
    { folderId: name.collectionId, uid: first },
    'Phone asks again and again after this mail, and is given it no more',
  );
  return { changes: [], marks: after, isMoreAvailable: false, isSkipped, repeats };
}

/** Of the smallest kind that there is. */
const withoutBody = {
  bodyPreferences: [{ type: 1, truncationBytes: 0, allOrNone: false }],
  bodyPartPreferences: [],
  mimeSupport: 0,
} as const satisfies Partial<StoredOptions>;

type Listed = Pick<FolderListing, 'validity' | 'token'> & { readonly marks: Marks | null };

/** For a request that wants no changes of the server: as if nothing had changed, but something may have. */
const unlisted = ({ validity }: FolderState): Listed => ({ validity, token: '', marks: null });

/** Null: the folder is gone. */
async function list(exchange: Exchange, { folder, isMail }: Work): Promise<Listed | null> {
  // Other classes than mail are shown, and have nothing in them yet.
  if (!isMail) return { validity: 'none', token: 'none', marks: new Map() };
  const { engine, account, request, ctx } = exchange;
  const since = filterStart(folder.options, ctx.now());
  const query = { account, folderId: folder.collectionId, since };
  const listing = await engine.backend.listMessages(query, request.signal);
  if (!listing) return null;
  const marks = marksOfListing(listing, request.line.protocolVersion);
  return { validity: listing.validity, token: windowToken(exchange, folder, listing.token), marks };
}

/** A folder is untouched only as long as its window of time has not moved either. */
function windowToken({ ctx }: Exchange, { options }: Folder, token: string): string {
  const since = filterStart(options, ctx.now());
  return since ? `${token}${WINDOW_MARK}${since.toISOString().slice(0, 10)}` : token;
}

const answer = (requested: RequestedCollection, status: number): AnsweredCollection => ({
  class: requested.class,
  // Whoever is to come again comes with the key it has.
  syncKey: status === syncStatus.success || status === syncStatus.retry ? requested.syncKey : INITIAL_SYNC_KEY,
  collectionId: requested.collectionId,
  status,
});
