import { FolderProblem } from '@/engine/backends/contract';
import { conversationId as conversationIdOf } from '@/engine/content/conversation';
import type { Exchange } from '@/engine/exchange';
import { itemOperationsStatus as status, type MoveConversationOperation } from '@/lib/protocol/eas/item-operations';

/** Looked at in each folder: a conversation that somebody moves is one that they see. */
const NEWEST = 500;
const left = new Set(['sent', 'drafts', 'trash', 'outbox', 'junk', 'calendar', 'contacts', 'tasks']);
/** Where no mail can lie. */
const ofOtherClasses = new Set(['calendar', 'contacts', 'tasks']);

/**
 * All mails of a conversation into one folder. To have those moved that will come to it later is refused: no rule could be
 * kept on an IMAP server.
 *
 * @see [MS-ASCMD] 2.2.3.113.1 Move (ItemOperations)
 */
export async function moveConversation(
  exchange: Exchange,
  { conversationId, destinationFolderId: targetId, moveAlways }: MoveConversationOperation,
): Promise<number> {
  if (moveAlways) return status.moveDisallowed;
  const { engine, account, request } = exchange;
  const folders = await engine.backend.listFolders(account, request.signal);
  const target = folders.find(({ id }) => id === targetId);
  // [MS-ASCON] 2.2.2.10 Status
  if (!target) return status.notFound;
  if (ofOtherClasses.has(target.kind)) return status.invalidDestination;
  const sources = folders.filter(({ id, kind }) => id !== targetId && !left.has(kind));
  let moved = 0;
  try {
    for (const { id: folderId } of sources) {
      const uids = await findUids(exchange, folderId, conversationId);
      if (uids.length === 0) continue;
      const done = await engine.backend.move({ account, folderId, uids, targetId }, request.signal);
      moved += done.size;
    }
  } catch (error) {
    if (error instanceof FolderProblem) return status.moveDisallowed;
    throw error;
  }
  return moved > 0 ? status.success : status.notFound;
}

async function findUids({ engine, account, request }: Exchange, folderId: string, conversationId: Uint8Array) {
  const listing = await engine.backend.listMessages({ account, folderId }, request.signal);
  const uids = (listing?.messages ?? []).map(({ uid }) => uid).sort((a, b) => b - a);
  const query = { account, folderId, uids: uids.slice(0, NEWEST) };
  const heads = await engine.backend.fetchHeads(query, request.signal);
  return heads.filter((head) => Buffer.compare(conversationIdOf(head), conversationId) === 0).map(({ uid }) => uid);
}
