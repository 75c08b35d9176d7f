import { formatDateTime } from '@/lib/protocol/eas/date-time';
import { findFetchTarget, type FetchTarget, writeFetchTarget } from '@/lib/protocol/eas/fetch-target';
import { readDateTime, readInteger, readText, requireDocument, requireInteger } from '@/lib/protocol/eas/fields';
import { itemOperationsStatus } from '@/lib/protocol/eas/item-operations';
import { formatRange, type ItemRange, readRange } from '@/lib/protocol/eas/item-range';
import { base64Of, bytesOf, child, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** The bytes of an attachment or a document: in the document itself, or in a part of a multipart answer. */
export type FetchedContent =
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  /** Counted from 1: part 0 is the document. */
  | { readonly kind: 'part'; readonly part: number };

export interface FetchedData {
  readonly content: FetchedContent;
  readonly contentType?: string;
  /** Only if the request named one: iOS 10 shows an error otherwise. */
  readonly range?: ItemRange;
  /** Of the whole, with a range. */
  readonly totalBytes?: number;
  /** When a document was last changed. */
  readonly version?: Date;
}

export interface FetchAnswer {
  readonly kind: 'fetch';
  readonly status: number;
  readonly target?: FetchTarget;
  /** Email, Calendar and so on, of an item. */
  readonly class?: string;
  /** Of an item, made by its class. */
  readonly properties?: readonly EasElement[];
  readonly data?: FetchedData;
}

export interface EmptyFolderAnswer {
  readonly kind: 'emptyFolder';
  readonly status: number;
  readonly collectionId?: string;
}

export interface MoveConversationAnswer {
  readonly kind: 'move';
  readonly status: number;
  readonly conversationId?: Uint8Array;
}

export type ItemOperationAnswer = FetchAnswer | EmptyFolderAnswer | MoveConversationAnswer;

export interface ItemOperationsResponse {
  readonly status: number;
  /** In the order of the request. */
  readonly answers: readonly ItemOperationAnswer[];
}

const malformed = itemOperationsStatus.protocolError;

/**
 * The document of an answer.
 *
 * @see [MS-ASCMD] 2.2.1.10 ItemOperations
 */
export const writeItemOperationsResponse = ({ status, answers }: ItemOperationsResponse): EasElement =>
  el('ItemOperations', 'ItemOperations', [
    el('ItemOperations', 'Status', status),
    answers.length > 0 && el('ItemOperations', 'Response', answers.map(writeAnswer)),
  ]);

function writeAnswer(answer: ItemOperationAnswer): EasElement {
  const status = el('ItemOperations', 'Status', answer.status);
  switch (answer.kind) {
    case 'fetch':
      return el('ItemOperations', 'Fetch', [status, ...fetchContent(answer)]);
    case 'emptyFolder':
      return el('ItemOperations', 'EmptyFolderContents', [
        status,
        optional('AirSync', 'CollectionId', answer.collectionId),
      ]);
    case 'move':
      return el('ItemOperations', 'Move', [
        status,
        optional('ItemOperations', 'ConversationId', answer.conversationId),
      ]);
  }
}

const fetchContent = ({ target, class: itemClass, properties, data }: FetchAnswer) => [
  ...(target ? writeFetchTarget(target) : []),
  optional('AirSync', 'Class', itemClass),
  (properties || data) &&
    el('ItemOperations', 'Properties', [...(properties ?? []), ...(data ? dataContent(data) : [])]),
];

const dataContent = ({ content, contentType, range, totalBytes, version }: FetchedData) => [
  optional('AirSyncBase', 'ContentType', contentType),
  optional('ItemOperations', 'Range', formatRange(range)),
  optional('ItemOperations', 'Total', totalBytes),
  content.kind === 'part'
    ? el('ItemOperations', 'Part', content.part)
    : el('ItemOperations', 'Data', base64Of(content.bytes)),
  optional('ItemOperations', 'Version', version && formatDateTime(version)),
];

/**
 * Reads an answer, as a client.
 *
 * @throws EasFormatError if it is no answer to ItemOperations
 */
export function readItemOperationsResponse(element: EasElement): ItemOperationsResponse {
  requireDocument(element, 'ItemOperations', malformed);
  const list = child(element, 'Response');
  return {
    status: requireInteger(element, { name: 'Status', status: malformed }),
    answers: list ? list.children.flatMap(readAnswer) : [],
  };
}

function readAnswer(element: EasElement): ItemOperationAnswer[] {
  if (element.namespace !== 'ItemOperations') return [];
  const readStatus = () => requireInteger(element, { name: 'Status', status: malformed });
  if (element.name === 'Fetch') return [readFetchAnswer(element, readStatus())];
  if (element.name === 'EmptyFolderContents') {
    const collectionId = readText(element, { name: 'CollectionId', namespace: 'AirSync', status: malformed });
    return [{ kind: 'emptyFolder', status: readStatus(), collectionId }];
  }
  if (element.name !== 'Move') return [];
  const id = child(element, 'ConversationId');
  return [{ kind: 'move', status: readStatus(), conversationId: id && bytesOf(id) }];
}

function readFetchAnswer(element: EasElement, status: number): FetchAnswer {
  const properties = child(element, 'Properties');
  const own = properties?.children.filter((each) => !isOfData(each));
  return {
    kind: 'fetch',
    status,
    target: findFetchTarget(element),
    class: readText(element, { name: 'Class', namespace: 'AirSync', status: malformed }),
    properties: own && own.length > 0 ? own : undefined,
    data: properties && readData(properties),
  };
}

const isOfData = ({ namespace, name }: EasElement): boolean =>
  namespace === 'ItemOperations' || (namespace === 'AirSyncBase' && name === 'ContentType');

function readData(properties: EasElement): FetchedData | undefined {
  const data = child(properties, 'Data');
  const part = readInteger(properties, { name: 'Part', status: malformed });
  if (!data && part === undefined) return undefined;
  return {
    content: data ? { kind: 'inline', bytes: bytesOf(data) } : { kind: 'part', part: part ?? 0 },
    contentType: readText(properties, { name: 'ContentType', namespace: 'AirSyncBase', status: malformed }),
    range: readRange(properties, { status: malformed }),
    totalBytes: readInteger(properties, { name: 'Total', status: malformed }),
    version: readDateTime(properties, { name: 'Version', status: malformed }),
  };
}
