import {
  readBoolean,
  readInteger,
  readText,
  requireDocument,
  requireInteger,
  requireText,
} from '@/lib/protocol/eas/fields';
import { MAX_KEY_LENGTH } from '@/lib/protocol/eas/folder-sync';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { formatRange, type ItemRange, readRange } from '@/lib/protocol/eas/item-range';
import { type PictureOptions, readPictureOptions } from '@/lib/protocol/eas/picture-options';
import { child, children, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** [MS-ASCMD] 2.2.3.177.2 Status (Find) */
export const findStatus = {
  success: 1,
  invalidRequest: 2,
  /** Of the whole answer. */
  folderSyncRequired: 3,
  /** Of its Response: results are given from 0 on only. */
  rangeNotFromStart: 4,
} as const;

/** Finds mail in a folder, or with `deepTraversal` also below it; without a folder, everywhere. */
export interface FindMailbox {
  readonly kind: 'mailbox';
  /** In the Keyword Query Language. */
  readonly freeText: string;
  readonly class?: string;
  readonly collectionId?: string;
  readonly range?: ItemRange;
  readonly deepTraversal: boolean;
}

export interface FindGal {
  readonly kind: 'gal';
  readonly query: string;
  readonly range?: ItemRange;
  readonly picture?: PictureOptions;
}

export interface FindRequest {
  /** The client's name for the search, the same while the user types. */
  readonly searchId: string;
  readonly criterion: FindMailbox | FindGal;
}

export interface FindResult {
  readonly class?: string;
  readonly serverId?: string;
  readonly collectionId?: string;
  /** Of an entry of the address book see `writeGalEntry`. */
  readonly properties: readonly EasElement[];
}

export interface FindAnswer {
  readonly store: 'Mailbox' | 'GAL';
  readonly status: number;
  readonly results: readonly FindResult[];
  readonly range?: ItemRange;
  readonly total?: number;
}

export interface FindResponse {
  readonly status: number;
  /** None with a failure of the whole request. */
  readonly answer?: FindAnswer;
}

const status = findStatus.invalidRequest;

/**
 * @throws EasFormatError with Status 2. A range that does not begin with 0 is refused inside of a Response, so by the
 *   one who answers.
 * @see [MS-ASCMD] 2.2.1.2 Find
 */
export function readFindRequest(element: EasElement): FindRequest {
  requireDocument(element, 'Find', status);
  const searchId = requireText(element, { name: 'SearchId', status });
  const search = child(element, 'ExecuteSearch');
  const mailbox = search && child(search, 'MailBoxSearchCriterion');
  const gal = search && child(search, 'GalSearchCriterion');
  if (mailbox && gal) throw new EasFormatError('conflicting_elements', 'GalSearchCriterion', status);
  if (mailbox) return { searchId, criterion: readMailbox(mailbox) };
  if (gal) return { searchId, criterion: readGal(gal) };
  throw new EasFormatError('missing_element', search ? 'MailBoxSearchCriterion' : 'ExecuteSearch', status);
}

function readMailbox(criterion: EasElement): FindMailbox {
  const query = child(criterion, 'Query');
  if (!query) throw new EasFormatError('missing_element', 'Query', status);
  const options = child(criterion, 'Options');
  const id = { name: 'CollectionId', namespace: 'AirSync', status, maxLength: MAX_KEY_LENGTH } as const;
  return {
    kind: 'mailbox',
    freeText: requireText(query, { name: 'FreeText', status }),
    class: readText(query, { name: 'Class', namespace: 'AirSync', status }) || undefined,
    collectionId: readText(query, id) || undefined,
    range: options && readRange(options, { status }),
    deepTraversal: (options && readBoolean(options, { name: 'DeepTraversal', status })) ?? false,
  };
}

function readGal(criterion: EasElement): FindGal {
  const options = child(criterion, 'Options');
  return {
    kind: 'gal',
    query: requireText(criterion, { name: 'Query', status }),
    range: options && readRange(options, { status }),
    picture: options && readPictureOptions(options, status),
  };
}

/** The request of a client. */
export const writeFindRequest = ({ searchId, criterion }: FindRequest): EasElement =>
  el('Find', 'Find', [
    el('Find', 'SearchId', searchId),
    el('Find', 'ExecuteSearch', [criterion.kind === 'mailbox' ? writeMailbox(criterion) : writeGal(criterion)]),
  ]);

const writeMailbox = (criterion: FindMailbox): EasElement =>
  el('Find', 'MailBoxSearchCriterion', [
    el('Find', 'Query', [
      el('Find', 'FreeText', criterion.freeText),
      optional('AirSync', 'Class', criterion.class),
      optional('AirSync', 'CollectionId', criterion.collectionId),
    ]),
    el('Find', 'Options', [
      optional('Find', 'Range', formatRange(criterion.range)),
      criterion.deepTraversal && el('Find', 'DeepTraversal'),
    ]),
  ]);

const writeGal = ({ query, range, picture }: FindGal): EasElement =>
  el('Find', 'GalSearchCriterion', [
    el('Find', 'Query', query),
    el('Find', 'Options', [
      optional('Find', 'Range', formatRange(range)),
      picture &&
        el('Find', 'Picture', [
          optional('Find', 'MaxSize', picture.maxBytes),
          optional('Find', 'MaxPictures', picture.maxPictures),
        ]),
    ]),
  ]);

/**
 * The document of an answer. If nothing was found it has no Result at all.
 *
 * @see [MS-ASCMD] 2.2.1.2 Find
 */
export const writeFindResponse = ({ status: whole, answer }: FindResponse): EasElement =>
  el('Find', 'Find', [
    el('Find', 'Status', whole),
    answer &&
      el('Find', 'Response', [
        el('ItemOperations', 'Store', answer.store),
        el('Find', 'Status', answer.status),
        ...answer.results.map(writeResult),
        optional('Find', 'Range', formatRange(answer.range)),
        optional('Find', 'Total', answer.total),
      ]),
  ]);

const writeResult = (result: FindResult): EasElement =>
  el('Find', 'Result', [
    optional('AirSync', 'Class', result.class),
    optional('AirSync', 'ServerId', result.serverId),
    optional('AirSync', 'CollectionId', result.collectionId),
    el('Find', 'Properties', result.properties),
  ]);

/**
 * Reads an answer, as a client.
 *
 * @throws EasFormatError if it is no answer to Find
 */
export function readFindResponse(element: EasElement): FindResponse {
  requireDocument(element, 'Find', status);
  const response = child(element, 'Response');
  return {
    status: requireInteger(element, { name: 'Status', status }),
    answer: response && {
      store: readText(response, { name: 'Store', namespace: 'ItemOperations', status }) === 'GAL' ? 'GAL' : 'Mailbox',
      status: requireInteger(response, { name: 'Status', status }),
      results: children(response, 'Result').map(readResult),
      range: readRange(response, { status }),
      total: readInteger(response, { name: 'Total', status }),
    },
  };
}

const readResult = (element: EasElement): FindResult => ({
  class: readText(element, { name: 'Class', namespace: 'AirSync', status }),
  serverId: readText(element, { name: 'ServerId', namespace: 'AirSync', status }),
  collectionId: readText(element, { name: 'CollectionId', namespace: 'AirSync', status }),
  properties: child(element, 'Properties')?.children ?? [],
});
