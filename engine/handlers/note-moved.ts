import type { Exchange } from '@/engine/exchange';
import { amendGeneration, findCollection } from '@/engine/sync-state/collection-store';
import { FolderState, marksOf, toFolderState } from '@/engine/sync-state/folder-state';

type Moved = {
  readonly folderId: string;
  readonly targetId: string;
  /** New uids by the old ones. */
  readonly moved: ReadonlyMap<number, number>;
};

/**
 * Notes that the device has these mails in the other folder already, for a client that puts them there itself and would
 * show each twice if it were told of them.
 *
 * A folder that the device has never synchronised, or that another request synchronises just now, is left as it is: the
 * mails then come as any others.
 */
export async function noteMoved({ engine, facts }: Exchange, { folderId, targetId, moved }: Moved): Promise<void> {
  const of = (collectionId: string) => findCollection(engine.db, { deviceId: facts.id, collectionId }, FolderState);
  const [source, target] = [await of(folderId), await of(targetId)];
  if (!source?.state || !target?.state || target.state.validity === '') return;
  const [known, marks] = [marksOf(source.state), marksOf(target.state)];
  for (const [uid, newUid] of moved) {
    const mark = known.get(uid);
    if (mark !== undefined) marks.set(newUid, mark);
  }
  // Without a token: the folder is looked at again.
  const state = toFolderState(marks, { validity: target.state.validity, token: '' });
  await amendGeneration(engine.db, { deviceId: facts.id, collectionId: targetId }, { syncKey: target.syncKey, state });
}
