import { type Answer, documentAnswer } from '@/engine/answer';
import { FolderProblem, validityOfToken } from '@/engine/backends/contract';
import type { Exchange } from '@/engine/exchange';
import { claimItem, completeItem, type ItemName, releaseItem } from '@/engine/sync-state/client-items';
import { findCollection } from '@/engine/sync-state/collection-store';
import { FolderState } from '@/engine/sync-state/folder-state';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import {
  type ItemMove,
  type MoveAnswer,
  moveItemsStatus as status,
  readMoveItemsRequest,
  writeMoveItemsResponse,
} from '@/lib/protocol/eas/move-items';
import { commonStatus } from '@/lib/protocol/eas/status';
import { carryThrough } from './carry-through';
import { findFolderOfKind } from './find-folder-of-kind';
import { isDesktopOutlook } from './is-desktop-outlook';
import { serverIdOf, uidOf } from './server-id';
import { noteMoved } from './note-moved';

const SCOPE = 'move';

type Batch = { readonly sourceFolderId: string; readonly destinationFolderId: string; readonly moves: ItemMove[] };

/**
 * Mails into another folder. A request that is repeated since its answer was lost is answered as the first was.
 *
 * @see [MS-ASCMD] 2.2.1.12 MoveItems
 */
export async function moveItems(exchange: Exchange): Promise<Answer> {
  const { document } = exchange;
  if (!document) throw new EasFormatError('missing_element', 'MoveItems', commonStatus.invalidXml);
  const { moves } = readMoveItemsRequest(document);
  const answers = new Map<ItemMove, MoveAnswer>();
  for (const batch of batchesOf(moves)) {
    for (const [move, answer] of await moveBatch(exchange, batch)) answers.set(move, answer);
  }
  const inOrder = moves.flatMap((move) => answers.get(move) ?? []);
  return documentAnswer(writeMoveItemsResponse({ answers: inOrder }));
}

function batchesOf(moves: readonly ItemMove[]): Iterable<Batch> {
  const batches = new Map<string, Batch>();
  for (const move of moves) {
    const { sourceFolderId, destinationFolderId } = move;
    const key = `${sourceFolderId}\0${destinationFolderId}`;
    const batch = batches.get(key) ?? { sourceFolderId, destinationFolderId, moves: [] };
    batch.moves.push(move);
    batches.set(key, batch);
  }
  return batches.values();
}

async function moveBatch(exchange: Exchange, batch: Batch): Promise<Map<ItemMove, MoveAnswer>> {
  const { sourceFolderId, destinationFolderId } = batch;
  const all = (code: number) => new Map(batch.moves.map((move) => [move, { itemId: move.itemId, status: code }]));
  if (sourceFolderId === destinationFolderId) return all(status.sameFolder);
  const validity = await findCurrentValidity(exchange, sourceFolderId);
  if (validity === null) return all(status.invalidSource);
  const nameOf = ({ itemId }: ItemMove): ItemName => ({
    deviceId: exchange.facts.id,
    scope: SCOPE,
    clientId: `${itemId} ${validity} ${destinationFolderId}`,
  });
  const answers = new Map<ItemMove, MoveAnswer>();
  const claimed = new Map<number, ItemMove>();
  for (const move of batch.moves) {
    const uid = uidOf(sourceFolderId, move.itemId);
    const claim = uid === null ? null : await claimItem(exchange.engine.db, nameOf(move), exchange.ctx.now());
    const { itemId } = move;
    if (uid === null || !claim) answers.set(move, { itemId, status: status.invalidSource });
    else if (claim.kind === 'running') answers.set(move, { itemId, status: status.locked });
    else if (claim.kind === 'done')
      answers.set(move, { itemId, status: status.success, newItemId: claim.serverId ?? undefined });
    else claimed.set(uid, move);
  }
  const job = { ...batch, claimed, nameOf };
  for (const [move, answer] of await moveClaimed(exchange, job)) answers.set(move, answer);
  return answers;
}

type ClaimedBatch = Batch & {
  readonly claimed: ReadonlyMap<number, ItemMove>;
  readonly nameOf: (move: ItemMove) => ItemName;
};

async function moveClaimed(
  asked: Exchange,
  { sourceFolderId: folderId, destinationFolderId: targetId, claimed, nameOf }: ClaimedBatch,
): Promise<Map<ItemMove, MoveAnswer>> {
  const exchange = carryThrough(asked);
  const { engine, account, request, ctx } = exchange;
  const answers = new Map<ItemMove, MoveAnswer>();
  if (claimed.size === 0) return answers;
  let moved = new Map<number, number>();
  let failure: number = status.invalidSource;
  try {
    moved = await engine.backend.move({ account, folderId, uids: [...claimed.keys()], targetId }, request.signal);
  } catch (error) {
    for (const move of claimed.values()) await releaseItem(engine.db, nameOf(move));
    if (!(error instanceof FolderProblem)) throw error;
    failure = error.code === 'missing' ? status.invalidSource : status.invalidDestination;
  }
  if (isDesktopOutlook(request)) await noteMoved(exchange, { folderId, targetId, moved });
  const isAllFound = claimed.size === moved.size;
  const isDone = !isAllFound && failure === status.invalidSource && (await isGoneFor(exchange, targetId));
  for (const [uid, move] of claimed) {
    const { itemId } = move;
    const newUid = moved.get(uid);
    const name = nameOf(move);
    if (newUid === undefined) {
      await releaseItem(engine.db, name);
      answers.set(move, { itemId, status: isDone ? status.success : failure });
      continue;
    }
    const newItemId = serverIdOf(targetId, newUid);
    await completeItem(engine.db, name, { serverId: newItemId, at: ctx.now() });
    answers.set(move, { itemId, status: status.success, newItemId });
  }
  return answers;
}

/** What somebody else has deleted or moved already is as gone as it should be: phones would try again for ever. */
const isGoneFor = async (exchange: Exchange, targetId: string): Promise<boolean> =>
  (await findFolderOfKind(exchange, 'trash')) === targetId;

/** Whether the uids that the client knows still stand for the same messages. */
async function findCurrentValidity({ engine, account, facts, request }: Exchange, folderId: string) {
  const tokens = await engine.backend.folderTokens(account, [folderId], request.signal);
  const validity = validityOfToken(tokens.get(folderId) ?? '');
  const collection = await findCollection(engine.db, { deviceId: facts.id, collectionId: folderId }, FolderState);
  // Without a state the mail was found by a search.
  const known = collection?.state?.validity || validity;
  return validity === known ? validity : null;
}
