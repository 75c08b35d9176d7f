import {
  readBoolean,
  readInteger,
  readText,
  requireDocument,
  requireInteger,
  requireSome,
  requireText,
} from '@/lib/protocol/eas/fields';
import { MAX_KEY_LENGTH } from '@/lib/protocol/eas/folder-sync';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { isAtLeast, LEGACY_VERSION, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { commonStatus } from '@/lib/protocol/eas/status';
import { child, children, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** [MS-ASCMD] 2.2.3.177.7 Status (GetItemEstimate), of one collection. */
export const getItemEstimateStatus = {
  success: 1,
  invalidCollection: 2,
  /** No Sync with key 0 came before. */
  notPrimed: 3,
  invalidSyncKey: 4,
} as const;

/** Which items of a collection count. A block without class is for the class of the folder. */
export interface EstimateOptions {
  readonly class?: string;
  readonly filterType?: number;
  /** For the recipient information cache. */
  readonly maxItems?: number;
}

export interface EstimatedCollection {
  readonly syncKey: string;
  /** Empty: the collection is named by its class alone, as 2.5 may do. */
  readonly collectionId: string;
  /** Only up to 12.1. */
  readonly class?: string;
  readonly conversationMode?: boolean;
  /** Absent: as in the last Sync. */
  readonly options?: readonly EstimateOptions[];
}

export interface GetItemEstimateRequest {
  readonly collections: readonly EstimatedCollection[];
}

export interface EstimateAnswer {
  readonly status: number;
  /** Sent up to 12.1 only. */
  readonly class?: string;
  readonly collectionId?: string;
  /** Only with Status 1. */
  readonly estimate?: number;
}

export interface GetItemEstimateResponse {
  /** Only for a failure of the whole request. */
  readonly status?: number;
  /** In the order of the request. */
  readonly answers: readonly EstimateAnswer[];
}

const MAX_COLLECTIONS = 1000;
const MAX_FILTER_TYPE = 8;
const status = commonStatus.invalidXml;

/**
 * Reads a request of any version; in those up to 12.1 the filter stands in the collection itself.
 *
 * @throws EasFormatError with Status 103, also for more than 1000 collections and a filter that is none
 * @see [MS-ASCMD] 2.2.1.9 GetItemEstimate
 */
export function readGetItemEstimateRequest(element: EasElement, version?: ProtocolVersion): GetItemEstimateRequest {
  requireDocument(element, 'GetItemEstimate', status);
  const list = child(element, 'Collections');
  if (!list) throw new EasFormatError('missing_element', 'Collections', status);
  const collections = requireSome(list, { name: 'Collection', status, max: MAX_COLLECTIONS });
  return { collections: collections.map((each) => readCollection(each, version)) };
}

function readCollection(element: EasElement, version?: ProtocolVersion): EstimatedCollection {
  const options = children(element, 'Options', 'AirSync').map(readOptions);
  if (new Set(options.map((each) => each.class ?? '')).size < options.length) {
    throw new EasFormatError('repeated_element', 'Options', status);
  }
  const filterType = readFilterType(element);
  if (options.length === 0 && filterType !== undefined) options.push({ filterType });
  return {
    syncKey: requireText(element, { name: 'SyncKey', namespace: 'AirSync', status, maxLength: MAX_KEY_LENGTH }),
    ...readName(element, version),
    conversationMode: readBoolean(element, { name: 'ConversationMode', namespace: 'AirSync', status }),
    options: options.length > 0 ? options : undefined,
  };
}

function readName(element: EasElement, version?: ProtocolVersion): Pick<EstimatedCollection, 'collectionId' | 'class'> {
  const itemClass = readText(element, { name: 'Class', status });
  const field = { name: 'CollectionId', status, maxLength: MAX_KEY_LENGTH } as const;
  if (version !== LEGACY_VERSION || !itemClass) return { collectionId: requireText(element, field), class: itemClass };
  return { collectionId: readText(element, field) ?? '', class: itemClass };
}

const readFilterType = (parent: EasElement): number | undefined =>
  readInteger(parent, { name: 'FilterType', namespace: 'AirSync', status, max: MAX_FILTER_TYPE });

const readOptions = (element: EasElement): EstimateOptions => ({
  class: readText(element, { name: 'Class', status }),
  filterType: readFilterType(element),
  maxItems: readInteger(element, { name: 'MaxItems', status }),
});

/** The request of a client of this version. Up to 12.1 only the filter of the first block of options is sent. */
export const writeGetItemEstimateRequest = (
  { collections }: GetItemEstimateRequest,
  version: ProtocolVersion,
): EasElement =>
  el('GetItemEstimate', 'GetItemEstimate', [
    el(
      'GetItemEstimate',
      'Collections',
      collections.map((each) =>
        el('GetItemEstimate', 'Collection', isAtLeast(version, '14.0') ? currentContent(each) : formerContent(each)),
      ),
    ),
  ]);

const currentContent = ({ syncKey, collectionId, conversationMode, options = [] }: EstimatedCollection) => [
  el('AirSync', 'SyncKey', syncKey),
  el('GetItemEstimate', 'CollectionId', collectionId),
  optional('AirSync', 'ConversationMode', conversationMode),
  ...options.map((each) =>
    el('AirSync', 'Options', [
      optional('AirSync', 'FilterType', each.filterType),
      optional('AirSync', 'Class', each.class),
      optional('AirSync', 'MaxItems', each.maxItems),
    ]),
  ),
];

const formerContent = (collection: EstimatedCollection) => [
  optional('GetItemEstimate', 'Class', collection.class),
  optional('GetItemEstimate', 'CollectionId', collection.collectionId || undefined),
  optional('AirSync', 'FilterType', collection.options?.[0]?.filterType),
  el('AirSync', 'SyncKey', collection.syncKey),
];

/** The document of an answer to a client of this version. */
export const writeGetItemEstimateResponse = (
  { status: whole, answers }: GetItemEstimateResponse,
  version: ProtocolVersion,
): EasElement =>
  el('GetItemEstimate', 'GetItemEstimate', [
    optional('GetItemEstimate', 'Status', whole),
    ...answers.map((each) => writeAnswer(each, version)),
  ]);

const writeAnswer = (answer: EstimateAnswer, version: ProtocolVersion): EasElement =>
  el('GetItemEstimate', 'Response', [
    el('GetItemEstimate', 'Status', answer.status),
    answer.collectionId !== undefined &&
      el('GetItemEstimate', 'Collection', [
        !isAtLeast(version, '14.0') && optional('GetItemEstimate', 'Class', answer.class),
        el('GetItemEstimate', 'CollectionId', answer.collectionId),
        optional('GetItemEstimate', 'Estimate', answer.estimate),
      ]),
  ]);

/**
 * Reads an answer, as a client.
 *
 * @throws EasFormatError if it is no answer to GetItemEstimate
 */
export function readGetItemEstimateResponse(element: EasElement): GetItemEstimateResponse {
  requireDocument(element, 'GetItemEstimate', status);
  return {
    status: readInteger(element, { name: 'Status', status }),
    answers: children(element, 'Response').map(readAnswer),
  };
}

function readAnswer(element: EasElement): EstimateAnswer {
  const collection = child(element, 'Collection');
  return {
    status: requireInteger(element, { name: 'Status', status }),
    class: collection && readText(collection, { name: 'Class', status }),
    collectionId: collection && readText(collection, { name: 'CollectionId', status }),
    estimate: collection && readInteger(collection, { name: 'Estimate', status }),
  };
}
