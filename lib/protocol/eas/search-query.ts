import { formatDateTime, parseDateTime } from '@/lib/protocol/eas/date-time';
import { readText } from '@/lib/protocol/eas/fields';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { searchStatus } from '@/lib/protocol/eas/search-status';
import { bytesOf, child, children, type EasElement, el, optional, text, textOf } from '@/lib/protocol/wbxml/element';

/** What a search in a mailbox looks for. All of it must be met. */
export interface MailboxQuery {
  /** Email, Calendar and so on; empty: all. */
  readonly classes: readonly string[];
  /** Empty: every folder. A client that names folder 0 means that, too. */
  readonly collectionIds: readonly string[];
  /** One of these two is there. */
  readonly freeText?: string;
  readonly conversationId?: Uint8Array;
  /** Received after this instant, which is not included. */
  readonly receivedAfter?: Date;
  readonly receivedBefore?: Date;
}

const status = searchStatus.invalidRequest;
const MAX_ID_LENGTH = 64;
const MAX_CLASS_LENGTH = 64;
const MAX_LIST_LENGTH = 1000;
const EVERY_FOLDER = '0';

const termNames = {
  AirSync: ['Class', 'CollectionId'],
  Search: ['And', 'FreeText', 'ConversationId', 'GreaterThan', 'LessThan'],
} as const;
const isTerm = ({ namespace, name }: EasElement): boolean =>
  Object.entries(termNames).some(([own, names]) => own === namespace && names.some((each) => each === name));

/**
 * The Query of a search in a mailbox. Its terms stand in one And; some clients leave that out.
 *
 * @throws EasFormatError with Status 8 for an Or, an And within an And, and a term beside it, with 2 for what is malformed
 * @see [MS-ASCMD] 2.2.1.16 Search
 */
export function readMailboxQuery(query: EasElement): MailboxQuery {
  const terms = child(query, 'And') ?? query;
  const isBeside = query.children.filter(isTerm).length > 1 && terms !== query;
  if (isBeside || child(query, 'Or') || child(terms, 'Or') || (terms !== query && child(terms, 'And'))) {
    throw new EasFormatError('conflicting_elements', 'Query', searchStatus.tooComplex);
  }
  if (children(terms, 'ConversationId').length > 1)
    throw new EasFormatError('repeated_element', 'ConversationId', status);
  // [MS-ASEMAIL] 3.2.5.3 Search Command Response
  const property = terms.children.find(({ namespace }) => namespace === 'Email' || namespace === 'Email2');
  if (property) throw new EasFormatError('conflicting_elements', property.name, status);
  const freeText = readText(terms, { name: 'FreeText', status });
  const conversation = child(terms, 'ConversationId');
  const conversationId = conversation && bytesOf(conversation);
  if (!freeText && !conversationId?.length) throw new EasFormatError('missing_element', 'FreeText', status);
  return {
    classes: readList(terms, 'Class', MAX_CLASS_LENGTH),
    collectionIds: readList(terms, 'CollectionId', MAX_ID_LENGTH).filter((id) => id !== EVERY_FOLDER),
    freeText: freeText || undefined,
    conversationId,
    receivedAfter: readReceived(terms, 'GreaterThan'),
    receivedBefore: readReceived(terms, 'LessThan'),
  };
}

function readList(terms: EasElement, name: 'Class' | 'CollectionId', maxLength: number): string[] {
  const values = children(terms, name, 'AirSync').map(textOf);
  if (values.length > MAX_LIST_LENGTH) throw new EasFormatError('out_of_range', name, searchStatus.tooComplex);
  if (values.some((each) => each.length > maxLength)) throw new EasFormatError('value_too_long', name, status);
  return values.filter((each) => each !== '');
}

function readReceived(terms: EasElement, name: 'GreaterThan' | 'LessThan'): Date | undefined {
  const comparison = child(terms, name);
  if (!comparison) return undefined;
  if (!child(comparison, 'DateReceived', 'Email')) throw new EasFormatError('missing_element', 'DateReceived', status);
  const value = text(comparison, 'Value')?.trim();
  const date = value ? parseDateTime(value) : undefined;
  if (!date) throw new EasFormatError(value ? 'invalid_value' : 'missing_element', 'Value', status);
  return date;
}

/** The Query of a client. */
export const writeMailboxQuery = (query: MailboxQuery): EasElement =>
  el('Search', 'Query', [
    el('Search', 'And', [
      ...query.classes.map((each) => el('AirSync', 'Class', each)),
      ...query.collectionIds.map((each) => el('AirSync', 'CollectionId', each)),
      optional('Search', 'FreeText', query.freeText),
      optional('Search', 'ConversationId', query.conversationId),
      query.receivedAfter && el('Search', 'GreaterThan', received(query.receivedAfter)),
      query.receivedBefore && el('Search', 'LessThan', received(query.receivedBefore)),
    ]),
  ]);

const received = (date: Date): EasElement[] => [
  el('Email', 'DateReceived'),
  el('Search', 'Value', formatDateTime(date)),
];
