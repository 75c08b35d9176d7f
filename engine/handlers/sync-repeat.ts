import type { Exchange } from '@/engine/exchange';
import { amendGeneration } from '@/engine/sync-state/collection-store';
import { folderChanges, type FolderState, type Marks, marksOf, toFolderState } from '@/engine/sync-state/folder-state';
import type { StoredOptions } from '@/engine/sync-state/stored-options';
import { fromStoredOutcome, toStoredOutcome } from '@/engine/sync-state/upload-outcome';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { makeClientChanges } from './sync-client-changes';
import { fetchItems, selectChanges } from './sync-items';
import { answerWith, type SyncWork } from './sync-job';
import { patienceFor } from './sync-patience';
import { responsesOf } from './sync-upload';

type Way = { readonly base: FolderState; readonly target: FolderState };

/** The same way again, under the same key, for a client that did not get the answer. */
export async function repeat(exchange: Exchange, work: SyncWork, { base, target }: Way) {
  const { requested, collection, folder, untilMs } = work;
  const before = marksOf(base);
  const after = marksOf(target);
  const known = fromStoredOutcome(collection.outcome);
  const old = new Map(before);
  const made = await makeClientChanges(exchange, work, { base: target, before, known });
  if ('hindrance' in made) return answerWith(requested, made.hindrance);
  // What the client changed since its first attempt is made, and not taken back by the way to the state of then.
  for (const uid of new Set([...old.keys(), ...before.keys()])) {
    const mark = before.get(uid);
    if (old.get(uid) === mark) continue;
    if (mark === undefined) after.delete(uid);
    else after.set(uid, mark);
  }
  const selected = await selectAgain(exchange, work, { before, after, untilMs });
  const responses = [
    ...responsesOf(requested.changes, made.outcome),
    ...(await fetchItems(exchange, folder, requested)),
  ];
  const isShort = selected.isMoreAvailable;
  const isOther = made.isDifferent || isShort || selected.isSkipped;
  await amendGeneration(exchange.engine.db, work.name, {
    syncKey: collection.syncKey,
    repeats: selected.repeats,
    ...(isOther && { state: toFolderState(selected.marks, { validity: target.validity, token: '' }) }),
    ...(made.isDifferent && { outcome: toStoredOutcome({ ...known, ...made.outcome }) ?? {} }),
  });
  const isMoreAvailable = isShort || (target.token === '' && target.validity !== '');
  const answered = answerWith(requested, syncStatus.success);
  return { ...answered, syncKey: String(collection.syncKey), isMoreAvailable, changes: selected.changes, responses };
}

type Again = { readonly before: Marks; readonly after: Marks; readonly untilMs: number };

/**
 * What a repeated request is given: all of it again; from the third time on fewer and fewer, to find the one that the
 * client breaks on; that one without its body; and at last everything but that one.
 */
async function selectAgain(
  exchange: Exchange,
  { collection, folder, name }: SyncWork,
  { before, after, untilMs }: Again,
) {
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
