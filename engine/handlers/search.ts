import { type Answer, documentAnswer } from '@/engine/answer';
import type { MailSearch } from '@/engine/backends/contract';
import { conversationId } from '@/engine/content/conversation';
import type { Exchange } from '@/engine/exchange';
import { findInDirectory } from '@/lib/domain/mailboxes/find-in-directory';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { writeGalEntry } from '@/lib/protocol/eas/gal-entry';
import { defaultSearchRange, readSearchRequest, type SearchRequest } from '@/lib/protocol/eas/search';
import { type SearchStoreAnswer, writeSearchResponse } from '@/lib/protocol/eas/search-response';
import { searchStatus as status } from '@/lib/protocol/eas/search-status';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import { galEntryOf } from './gal-entry-of';
import { readKeywords } from './read-keywords';
import { MAX_RESULTS, searchMailbox } from './search-mailbox';
import { serverIdOf } from './server-id';

/**
 * Mail in the mailbox, or people in the address book.
 *
 * @see [MS-ASCMD] 2.2.1.16 Search
 */
export async function search(exchange: Exchange): Promise<Answer> {
  const { document } = exchange;
  if (!document) throw new EasFormatError('missing_element', 'Search', status.invalidRequest);
  const wanted = readWanted(document);
  if (typeof wanted === 'number') {
    const answer = { status: wanted, results: [] };
    return documentAnswer(writeSearchResponse({ status: status.success, answer }, 'GAL'));
  }
  const answer = await answerOf(exchange, wanted);
  return documentAnswer(writeSearchResponse({ status: status.success, answer }, wanted.store));
}

/** The search, or the status that says what is wrong with it: that is a matter of its store, not of the whole answer. */
function readWanted(document: EasElement): SearchRequest | number {
  try {
    return readSearchRequest(document);
  } catch (error) {
    if (error instanceof EasFormatError) return error.status;
    throw error;
  }
}

async function answerOf(exchange: Exchange, request: SearchRequest): Promise<SearchStoreAnswer> {
  // 2.5 searches the address book and nothing else.
  if (exchange.request.line.protocolVersion === LEGACY_VERSION && request.store !== 'GAL') {
    return { status: status.invalidRequest, results: [] };
  }
  switch (request.store) {
    case 'GAL':
      return searchDirectory(exchange, request);
    case 'Mailbox':
      return searchMail(exchange, request);
    case 'DocumentLibrary':
      // There are no documents here.
      return { status: status.badLink, results: [] };
  }
}

async function searchDirectory(
  { ctx, account }: Exchange,
  { query, options }: Extract<SearchRequest, { store: 'GAL' }>,
): Promise<SearchStoreAnswer> {
  const { first, last } = options.range ?? defaultSearchRange.GAL;
  const limit = Math.min(last - first + 1, MAX_RESULTS);
  const page = await findInDirectory(ctx, { mailbox: account.mailbox, text: query, skip: first, limit });
  const results = page.entries.map((entry) => ({ properties: writeGalEntry(galEntryOf(entry, options.picture)) }));
  if (results.length === 0) return { status: status.success, results };
  return { status: status.success, results, range: { first, last: first + results.length - 1 }, total: page.total };
}

async function searchMail(
  exchange: Exchange,
  { query, options }: Extract<SearchRequest, { store: 'Mailbox' }>,
): Promise<SearchStoreAnswer> {
  const range = options.range ?? defaultSearchRange.Mailbox;
  if (range.first >= MAX_RESULTS) return { status: status.endOfRange, results: [] };
  // Other classes than mail have nothing in them yet.
  if (query.classes.length > 0 && !query.classes.some((name) => name.toLowerCase() === 'email')) {
    return { status: status.success, results: [] };
  }
  const { receivedAfter, receivedBefore, conversationId: wanted } = query;
  const words: MailSearch = query.freeText ? readKeywords(query.freeText) : { words: [] };
  const page = await searchMailbox(exchange, {
    folderIds: query.collectionIds.length > 0 ? query.collectionIds : null,
    isDeep: options.deepTraversal,
    search: { ...words, ...(receivedAfter && { receivedAfter }), ...(receivedBefore && { receivedBefore }) },
    keep: wanted && ((head) => Buffer.compare(conversationId(head), wanted) === 0),
    range,
    wishes: options,
  });
  if (!page) return { status: status.folderSyncRequired, results: [] };
  if (!page.range && page.total > 0) return { status: status.endOfRange, results: [] };
  const results = page.mails.map(({ message, properties, folderId }) => ({
    class: 'Email',
    longId: serverIdOf(folderId, message.head.uid),
    collectionId: folderId,
    properties,
  }));
  return { status: status.success, results, range: page.range, total: page.total };
}
