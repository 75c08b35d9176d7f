import { type Answer, documentAnswer } from '@/engine/answer';
import { FolderProblem } from '@/engine/backends/contract';
import type { Exchange } from '@/engine/exchange';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import {
  type EmptyFolderOperation,
  type ItemOperation,
  itemOperationsStatus as status,
  readItemOperationsRequest,
} from '@/lib/protocol/eas/item-operations';
import { type ItemOperationAnswer, writeItemOperationsResponse } from '@/lib/protocol/eas/item-operations-response';
import { encodeMultipartAnswer, MULTIPART_TYPE } from '@/lib/protocol/http/multipart-answer';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';
import { AnswerParts } from './answer-parts';
import { fetchForOperation } from './item-operations-fetch';
import { moveConversation } from './move-conversation';

/**
 * Single mails, attachments, emptied folders, moved conversations: each operation is answered for itself, in their order.
 *
 * @see [MS-ASCMD] 2.2.1.10 ItemOperations
 */
export async function itemOperations(exchange: Exchange): Promise<Answer> {
  const { document, request } = exchange;
  if (!document) throw new EasFormatError('missing_element', 'ItemOperations', status.protocolError);
  const { operations } = readItemOperationsRequest(document);
  const parts = new AnswerParts(request.line.acceptMultipart);
  const answers: ItemOperationAnswer[] = [];
  for (const operation of operations) answers.push(await answerOne(exchange, operation, parts));
  const response = writeItemOperationsResponse({ status: status.success, answers });
  if (!request.line.acceptMultipart) return documentAnswer(response);
  const chunks = encodeMultipartAnswer({ document: encodeWbxml(response), parts: parts.list });
  return { kind: 'octets', contentType: MULTIPART_TYPE, chunks };
}

async function answerOne(
  exchange: Exchange,
  operation: ItemOperation,
  parts: AnswerParts,
): Promise<ItemOperationAnswer> {
  switch (operation.kind) {
    case 'fetch':
      return fetchForOperation(exchange, operation, parts);
    case 'emptyFolder':
      return { kind: 'emptyFolder', collectionId: operation.collectionId, status: await empty(exchange, operation) };
    case 'move':
      return {
        kind: 'move',
        conversationId: operation.conversationId,
        status: await moveConversation(exchange, operation),
      };
    case 'malformed':
      return operation.operation === 'fetch'
        ? { kind: 'fetch', status: operation.status, target: operation.target }
        : { kind: operation.operation, status: operation.status };
  }
}

/** Everything in the folder goes for good; folders inside it only if that is asked for. */
async function empty(
  { engine, account, request }: Exchange,
  { collectionId: folderId, deleteSubFolders }: EmptyFolderOperation,
): Promise<number> {
  try {
    const folders = await engine.backend.listFolders(account, request.signal);
    if (!folders.some(({ id }) => id === folderId)) return status.notFound;
    await engine.backend.remove({ account, folderId, uids: 'all' }, request.signal);
    if (!deleteSubFolders) return status.success;
    for (const child of folders.filter(({ parentId }) => parentId === folderId)) {
      await engine.backend.deleteFolder({ account, folderId: child.id }, request.signal);
    }
    return status.success;
  } catch (error) {
    if (error instanceof FolderProblem) return error.code === 'missing' ? status.notFound : status.accessDenied;
    throw error;
  }
}
