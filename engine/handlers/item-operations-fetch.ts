import { readFileReference } from '@/engine/content/file-reference';
import type { Exchange } from '@/engine/exchange';
import { type FetchOperation, itemOperationsStatus as status } from '@/lib/protocol/eas/item-operations';
import type { FetchAnswer } from '@/lib/protocol/eas/item-operations-response';
import type { ItemRange } from '@/lib/protocol/eas/item-range';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import type { AnswerParts } from './answer-parts';
import { findAttachment } from './find-attachment';
import { loadMail } from './load-mail';
import { findItem, type MailItem } from './server-id';

/** [MS-ASCMD] 2.2.3.67.1 Fetch (ItemOperations) */
export async function fetchForOperation(
  exchange: Exchange,
  operation: FetchOperation,
  parts: AnswerParts,
): Promise<FetchAnswer> {
  const { target } = operation;
  const refused = (code: number): FetchAnswer => ({ kind: 'fetch', status: code, target });
  if (operation.store === 'DocumentLibrary' || target.by === 'link') return refused(status.unknownStore);
  if (target.by === 'fileReference') return fetchFile(exchange, operation, { parts, reference: target.fileReference });
  const item = findItem(target.by === 'longId' ? target.longId : target.serverId);
  if (!item || (target.by === 'item' && item.folderId !== target.collectionId)) return refused(status.notFound);
  const properties = await fetchItem(exchange, operation, item);
  if (properties === 'unreadable') return refused(status.conversionFailed);
  if (!properties) return refused(status.notFound);
  return { ...refused(status.success), class: 'Email', properties: parts.withoutBodies(properties) };
}

async function fetchItem(
  exchange: Exchange,
  { options }: FetchOperation,
  { folderId, uid }: MailItem,
): Promise<EasElement[] | null | 'unreadable'> {
  const { mails, unreadable } = await loadMail(exchange, { folderId, uids: [uid], wishes: options });
  const [mail] = mails;
  if (!mail) return unreadable.length > 0 ? 'unreadable' : null;
  const { schema } = options;
  if (!schema || schema.length === 0) return mail.properties;
  // [MS-ASCMD] 2.2.3.158 Schema: only what is named there
  return mail.properties.filter(({ namespace, name }) =>
    schema.some((wanted) => wanted.namespace === namespace && wanted.name === name),
  );
}

type File = { readonly parts: AnswerParts; readonly reference: string };

async function fetchFile(
  exchange: Exchange,
  { target, options: { range } }: FetchOperation,
  { parts, reference }: File,
): Promise<FetchAnswer> {
  const refused = (code: number): FetchAnswer => ({ kind: 'fetch', status: code, target });
  const file = readFileReference(reference);
  if (!file) return refused(status.invalidAttachment);
  const found = await findAttachment(exchange, file, range ? range.last + 1 : undefined);
  if (found.kind === 'missing') return refused(status.invalidAttachment);
  if (found.kind === 'too_large') return refused(status.tooLarge);
  if (found.kind === 'forbidden') return refused(status.resourceAccessDenied);
  const { content, contentType, sizeBytes } = found;
  if (range && range.first >= content.length) return refused(status.invalidRange);
  const sent: ItemRange | undefined = range && { first: range.first, last: Math.min(range.last, content.length - 1) };
  const bytes = sent ? content.subarray(sent.first, sent.last + 1) : content;
  const data = { content: parts.content(bytes), contentType, ...(sent && { range: sent, totalBytes: sizeBytes }) };
  return { ...refused(status.success), data };
}
