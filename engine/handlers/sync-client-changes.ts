import type { Exchange } from '@/engine/exchange';
import type { FolderState, Marks } from '@/engine/sync-state/folder-state';
import type { Outcome } from '@/engine/sync-state/upload-outcome';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { draftFolderOf } from './sync-drafts';
import type { SyncWork } from './sync-job';
import { isOtherValidity, listFolder } from './sync-listing';
import { hasUploads, upload } from './sync-upload';

/** What the client's changes came to; `isDifferent`: the client has something else after them. */
export type MadeChanges = { readonly isDifferent: boolean; readonly outcome: Outcome };

/** Nothing was made, or not yet all: the whole collection is answered with this status. */
export type Hindrance = { readonly hindrance: number };

type MakeOptions = { readonly base: FolderState; readonly before: Marks; readonly known: Outcome };

/** Makes the client's changes in the mail store; `before` becomes what the client has after them. */
export async function makeClientChanges(
  exchange: Exchange,
  work: SyncWork,
  { base, before, known }: MakeOptions,
): Promise<MadeChanges | Hindrance> {
  const { requested, folder, isMail } = work;
  if (!hasUploads(requested.changes)) return { isDifferent: false, outcome: {} };
  const listing = await listFolder(exchange, work);
  if (!listing) return { hindrance: syncStatus.folderHierarchyChanged };
  if (isOtherValidity(base, listing)) return { hindrance: syncStatus.invalidSyncKey };
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
  const isRunning = Object.values(outcome).some((response) => response?.status === syncStatus.retry);
  if (isRunning) return { hindrance: syncStatus.retry };
  const isDifferent = old.size !== before.size || [...before].some(([uid, mark]) => old.get(uid) !== mark);
  return { isDifferent, outcome };
}
