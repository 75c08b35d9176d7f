import { readInteger, readText, requireDocument, requireInteger } from '@/lib/protocol/eas/fields';
import { formatRange, type ItemRange, readRange } from '@/lib/protocol/eas/item-range';
import type { SearchStore } from '@/lib/protocol/eas/search';
import { searchStatus } from '@/lib/protocol/eas/search-status';
import { child, children, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

export interface SearchResult {
  /** Email, Calendar and so on, of an item. */
  readonly class?: string;
  /** Of an item: names it in ItemOperations, SmartReply and the like. */
  readonly longId?: string;
  readonly collectionId?: string;
  /** Of an entry of the address book see `writeGalEntry`. */
  readonly properties: readonly EasElement[];
}

export interface SearchStoreAnswer {
  readonly status: number;
  readonly results: readonly SearchResult[];
  /** Of the results given here; none without results. */
  readonly range?: ItemRange;
  /** An estimate of how many there are in all. */
  readonly total?: number;
}

export interface SearchResponse {
  /** 1, or 3 for a failure of the whole request. */
  readonly status: number;
  readonly answer?: SearchStoreAnswer;
}

const malformed = searchStatus.serverError;

/**
 * The document of an answer for this store. If nothing was found, mailboxes and documents have one empty Result, and
 * the address book none.
 *
 * @see [MS-ASCMD] 2.2.1.16 Search
 */
export const writeSearchResponse = ({ status, answer }: SearchResponse, store: SearchStore): EasElement =>
  el('Search', 'Search', [
    el('Search', 'Status', status),
    answer && el('Search', 'Response', [el('Search', 'Store', storeContent(answer, store))]),
  ]);

function storeContent({ status, results, range, total }: SearchStoreAnswer, store: SearchStore) {
  const isNoHit = status === searchStatus.success && results.length === 0 && store !== 'GAL';
  return [
    el('Search', 'Status', status),
    isNoHit && el('Search', 'Result'),
    ...results.map(writeResult),
    optional('Search', 'Range', formatRange(range)),
    optional('Search', 'Total', total),
  ];
}

const writeResult = (result: SearchResult): EasElement =>
  el('Search', 'Result', [
    optional('AirSync', 'Class', result.class),
    optional('Search', 'LongId', result.longId),
    optional('AirSync', 'CollectionId', result.collectionId),
    el('Search', 'Properties', result.properties),
  ]);

/**
 * Reads an answer, as a client. An empty Result is none.
 *
 * @throws EasFormatError if it is no answer to Search
 */
export function readSearchResponse(element: EasElement): SearchResponse {
  requireDocument(element, 'Search', malformed);
  const response = child(element, 'Response');
  const store = response && child(response, 'Store');
  return {
    status: requireInteger(element, { name: 'Status', status: malformed }),
    answer: store && {
      status: requireInteger(store, { name: 'Status', status: malformed }),
      results: children(store, 'Result')
        .filter((each) => each.children.length > 0)
        .map(readResult),
      range: readRange(store, { status: malformed }),
      total: readInteger(store, { name: 'Total', status: malformed }),
    },
  };
}

const readResult = (element: EasElement): SearchResult => ({
  class: readText(element, { name: 'Class', namespace: 'AirSync', status: malformed }),
  longId: readText(element, { name: 'LongId', status: malformed }),
  collectionId: readText(element, { name: 'CollectionId', namespace: 'AirSync', status: malformed }),
  properties: child(element, 'Properties')?.children ?? [],
});
