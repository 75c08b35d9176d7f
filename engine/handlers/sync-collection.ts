import type { Exchange } from '@/engine/exchange';
import { findCollection, storeGeneration } from '@/engine/sync-state/collection-store';
import { emptyFolderState, FolderState } from '@/engine/sync-state/folder-state';
import { type Collection, openCollection } from '@/engine/sync-state/generations';
import { isMailType } from '@/engine/sync-state/hierarchy-state';
import { defaultOptions, isMailFilter, optionsToStore, StoredOptions } from '@/engine/sync-state/stored-options';
import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { INITIAL_SYNC_KEY } from '@/lib/protocol/eas/sync-request';
import type { AnsweredCollection } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { permittedFilter } from './mail-rules';
import { advance } from './sync-advance';
import { answerWith, type SyncJob, type SyncWork } from './sync-job';
import { repeat } from './sync-repeat';

// Implementation notes
// - A key is issued only with the state that it stands for. If another request of the device was quicker, everything is
//   looked at anew; the changes made so far come to the same a second time.

const ATTEMPTS = 3;

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
  return answerWith(job.requested, syncStatus.retry);
}

async function tryOnce(exchange: Exchange, job: SyncJob): Promise<AnsweredCollection | null | 'overtaken'> {
  const { requested, hierarchy, known: collection } = job;
  const { collectionId, syncKey } = requested;
  const type = hierarchy?.folders[collectionId]?.type;
  if (type === undefined) return answerWith(requested, syncStatus.folderHierarchyChanged);
  const isMail = isMailType(type);
  const name = { deviceId: exchange.facts.id, collectionId };
  const options = requested.options
    ? optionsToStore(requested.options, exchange.request.line.protocolVersion)
    : storedOptions(exchange, collection);
  if (isMail && !isMailFilter(options.filterType)) return answerWith(requested, syncStatus.protocolError);
  // [MS-ASCMD] 2.2.3.36.2 ConversationMode (Sync): of mail only
  if (!isMail && requested.conversationMode !== undefined) return answerWith(requested, syncStatus.protocolError);
  if (syncKey === INITIAL_SYNC_KEY) return prime(exchange, { job, name, collection, options });
  if (!collection) return answerWith(requested, syncStatus.invalidSyncKey);
  // Stored is what the client wishes: a policy may be loosened again.
  const permitted = isMail ? { ...options, filterType: permittedFilter(exchange, options.filterType) } : options;
  const work = { ...job, name, collection, folder: { collectionId, options: permitted }, type, isMail };

  const opened = openCollection(collection, syncKey);
  if (opened.kind === 'confirmed') return advance(exchange, work, opened.base);
  if (opened.kind === 'repeated') return repeat(exchange, work, opened);
  return answerWith(requested, syncStatus.invalidSyncKey);
}

function storedOptions({ request }: Exchange, collection: Collection<unknown> | null): StoredOptions {
  const isLegacy = request.line.protocolVersion === LEGACY_VERSION;
  const initial = isLegacy ? optionsToStore([], LEGACY_VERSION) : defaultOptions;
  return StoredOptions.safeParse(collection?.options).data ?? initial;
}

type Start = {
  job: SyncJob;
  name: SyncWork['name'];
  collection: Collection<FolderState> | null;
  options: StoredOptions;
};

/** [MS-ASCMD] 2.2.3.181.4 SyncKey (Sync): key 0 gets a key and nothing else. Changes that come with it are ignored. */
async function prime({ engine }: Exchange, { job, name, collection, options }: Start) {
  // A client whose answer was lost primes again; the key that it may have got after all leads to the same empty state.
  const previous = collection?.state?.validity === '' ? emptyFolderState : null;
  const next = { from: collection?.syncKey ?? null, state: emptyFolderState, previous, options };
  const key = await storeGeneration(engine.db, name, next);
  return key === null ? 'overtaken' : { ...answerWith(job.requested, syncStatus.success), syncKey: String(key) };
}
