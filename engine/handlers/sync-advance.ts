import type { Exchange } from '@/engine/exchange';
import { amendGeneration, storeGeneration } from '@/engine/sync-state/collection-store';
import { folderChanges, type FolderState, marksOf, toFolderState } from '@/engine/sync-state/folder-state';
import { optionsToStore } from '@/engine/sync-state/stored-options';
import { toStoredOutcome } from '@/engine/sync-state/upload-outcome';
import { wantsChanges } from '@/lib/protocol/eas/sync-request';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { makeClientChanges } from './sync-client-changes';
import { fetchItems, selectChanges } from './sync-items';
import { answerWith, type SyncWork } from './sync-job';
import { isOtherValidity, isUntouched, listFolder, unlisted } from './sync-listing';
import { hasUploads, responsesOf } from './sync-upload';

// Implementation notes
// - Order of one answer: what the server has, the client's changes, what the server has now, and from there the way from
//   what the client has. The first look is spared where the client changed nothing.
// - A key is issued only with the state that it stands for.

/**
 * From what the client has to what there is now, as far as the window reaches.
 *
 * @returns null if there is nothing to say; `overtaken` if another request of the device was quicker
 */
export async function advance(exchange: Exchange, work: SyncWork, base: FolderState) {
  const { requested, collection, folder, windowSize, untilMs } = work;
  const { engine } = exchange;
  if (await isUntouched(exchange, work, base)) return null;
  const before = marksOf(base);
  const made = await makeClientChanges(exchange, work, { base, before, known: {} });
  if ('hindrance' in made) return answerWith(requested, made.hindrance);
  const { isDifferent, outcome } = made;
  const responses = [...responsesOf(requested.changes, outcome), ...(await fetchItems(exchange, folder, requested))];
  const listing = wantsChanges(requested) ? await listFolder(exchange, work) : unlisted(base);
  if (!listing) return answerWith(requested, syncStatus.folderHierarchyChanged);
  if (isOtherValidity(base, listing)) return answerWith(requested, syncStatus.invalidSyncKey);

  const after = listing.marks ?? before;
  const changes = folderChanges(before, after);
  const selected = await selectChanges(exchange, folder, { before, after, changes, windowSize, untilMs });
  const { isMoreAvailable } = selected;
  const token = isMoreAvailable ? '' : listing.token;
  const state = toFolderState(selected.marks, { validity: listing.validity, token });
  const options = requested.options
    ? optionsToStore(requested.options, exchange.request.line.protocolVersion)
    : undefined;
  const answered = answerWith(requested, syncStatus.success);
  if (selected.changes.length === 0 && !isDifferent) {
    const isNews = wantsChanges(requested) && (base.token !== token || base.validity !== listing.validity);
    if (isNews || options)
      await amendGeneration(engine.db, work.name, { syncKey: collection.syncKey, options, ...(isNews && { state }) });
    if (responses.length === 0 && !isMoreAvailable && !hasUploads(requested.changes)) return null;
    return { ...answered, syncKey: String(collection.syncKey), isMoreAvailable, responses };
  }
  const previous = toFolderState(before, { validity: listing.validity, token: '' });
  const next = { from: collection.syncKey, state, previous, outcome: toStoredOutcome(outcome), options };
  const key = await storeGeneration(engine.db, work.name, next);
  if (key === null) return 'overtaken' as const;
  return { ...answered, syncKey: String(key), isMoreAvailable, changes: selected.changes, responses };
}
