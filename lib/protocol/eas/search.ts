import { type BodyPreferences, readBodyPreferences, writeBodyPreferences } from '@/lib/protocol/eas/body-preference';
import { readBoolean, readInteger, readText, requireDocument, requireText } from '@/lib/protocol/eas/fields';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { formatRange, type ItemRange, readRange } from '@/lib/protocol/eas/item-range';
import { type PictureOptions, readPictureOptions } from '@/lib/protocol/eas/picture-options';
import { type MailboxQuery, readMailboxQuery, writeMailboxQuery } from '@/lib/protocol/eas/search-query';
import { searchStatus } from '@/lib/protocol/eas/search-status';
import { child, type EasElement, el, optional, textOf } from '@/lib/protocol/wbxml/element';

export interface SearchOptions extends BodyPreferences {
  /** Absent: `defaultSearchRange` of the store. */
  readonly range?: ItemRange;
  readonly deepTraversal: boolean;
  /** Do not answer from what an earlier search found. */
  readonly rebuildResults: boolean;
  /** 0 never MIME, 1 for signed and encrypted mail, 2 always. */
  readonly mimeSupport?: 0 | 1 | 2;
  readonly supportsRightsManagement?: boolean;
  /** Photos, of the address book. */
  readonly picture?: PictureOptions;
  /** For a document library. The password is a secret: never log or keep it. */
  readonly userName?: string;
  readonly password?: string;
}

export type SearchRequest = { readonly options: SearchOptions } & (
  | { readonly store: 'GAL'; readonly query: string }
  | { readonly store: 'Mailbox'; readonly query: MailboxQuery }
  | { readonly store: 'DocumentLibrary'; readonly linkId: string }
);

export type SearchStore = SearchRequest['store'];

/** Results are given out to this one if the request has no range. */
export const defaultSearchRange: Readonly<Record<SearchStore, ItemRange>> = Object.freeze({
  GAL: { first: 0, last: 99 },
  Mailbox: { first: 0, last: 99 },
  DocumentLibrary: { first: 0, last: 999 },
});

const stores = ['GAL', 'Mailbox', 'DocumentLibrary'] as const;
const status = searchStatus.invalidRequest;
const MAX_STORE_LENGTH = 256;
const MAX_QUERY_LENGTH = 1024;
const noOptions: SearchOptions = Object.freeze({
  deepTraversal: false,
  rebuildResults: false,
  bodyPreferences: [],
  bodyPartPreferences: [],
});

/**
 * @throws EasFormatError with what is the Status of the store: 2, or 8 for a query that is too complex. Whether the
 *   range can be served is the store's to say.
 * @see [MS-ASCMD] 2.2.1.16 Search
 */
export function readSearchRequest(element: EasElement): SearchRequest {
  requireDocument(element, 'Search', status);
  const store = child(element, 'Store');
  if (!store) throw new EasFormatError('missing_element', 'Store', status);
  const name = requireText(store, { name: 'Name', status, maxLength: MAX_STORE_LENGTH }).toLowerCase();
  const known = stores.find((each) => each.toLowerCase() === name);
  const query = child(store, 'Query');
  if (!known) throw new EasFormatError('invalid_value', 'Name', status);
  if (!query) throw new EasFormatError('missing_element', 'Query', status);
  const optionsElement = child(store, 'Options');
  const options = optionsElement ? readOptions(optionsElement) : noOptions;
  if (known === 'Mailbox') return { store: known, query: readMailboxQuery(query), options };
  return known === 'GAL'
    ? { store: known, query: readGalQuery(query), options }
    : { store: known, linkId: readLink(query), options };
}

function readGalQuery(element: EasElement): string {
  const query = textOf(element).trim();
  if (query === '') throw new EasFormatError('missing_element', 'Query', status);
  if (query.length > MAX_QUERY_LENGTH) throw new EasFormatError('value_too_long', 'Query', status);
  return query;
}

function readLink(query: EasElement): string {
  const equal = child(query, 'EqualTo');
  if (!equal || !child(equal, 'LinkId', 'DocumentLibrary')) {
    throw new EasFormatError('missing_element', 'EqualTo', status);
  }
  return requireText(equal, { name: 'Value', status });
}

function readOptions(element: EasElement): SearchOptions {
  const mimeSupport = readInteger(element, { name: 'MIMESupport', namespace: 'AirSync', status, max: 2 });
  return {
    range: readRange(element, { status }),
    deepTraversal: readBoolean(element, { name: 'DeepTraversal', status }) ?? false,
    rebuildResults: readBoolean(element, { name: 'RebuildResults', status }) ?? false,
    mimeSupport: mimeSupport as 0 | 1 | 2 | undefined, // the range was checked
    ...readBodyPreferences(element, status),
    supportsRightsManagement: readBoolean(element, {
      name: 'RightsManagementSupport',
      namespace: 'RightsManagement',
      status,
    }),
    picture: readPictureOptions(element, status),
    userName: readText(element, { name: 'UserName', status }),
    password: readText(element, { name: 'Password', status }),
  };
}

/** The request of a client. */
export function writeSearchRequest(request: SearchRequest): EasElement {
  const options = writeOptions(request.options);
  return el('Search', 'Search', [
    el('Search', 'Store', [
      el('Search', 'Name', request.store),
      writeQuery(request),
      options.length > 0 && el('Search', 'Options', options),
    ]),
  ]);
}

function writeQuery(request: SearchRequest): EasElement {
  if (request.store === 'GAL') return el('Search', 'Query', request.query);
  if (request.store === 'Mailbox') return writeMailboxQuery(request.query);
  return el('Search', 'Query', [
    el('Search', 'EqualTo', [el('DocumentLibrary', 'LinkId'), el('Search', 'Value', request.linkId)]),
  ]);
}

const writeOptions = (options: SearchOptions): EasElement[] =>
  [
    optional('Search', 'Range', formatRange(options.range)),
    options.deepTraversal ? el('Search', 'DeepTraversal') : undefined,
    options.rebuildResults ? el('Search', 'RebuildResults') : undefined,
    optional('AirSync', 'MIMESupport', options.mimeSupport),
    ...writeBodyPreferences(options),
    optional('RightsManagement', 'RightsManagementSupport', options.supportsRightsManagement),
    options.picture && writePicture(options.picture),
    optional('Search', 'UserName', options.userName),
    optional('Search', 'Password', options.password),
  ].filter((each) => each !== undefined);

const writePicture = ({ maxBytes, maxPictures }: PictureOptions): EasElement =>
  el('Search', 'Picture', [optional('Search', 'MaxSize', maxBytes), optional('Search', 'MaxPictures', maxPictures)]);
