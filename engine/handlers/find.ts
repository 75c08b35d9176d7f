import { type Answer, documentAnswer } from '@/engine/answer';
import type { LoadedMail } from './load-mail';
import type { Exchange } from '@/engine/exchange';
import { findInDirectory } from '@/lib/domain/mailboxes/find-in-directory';
import {
  type FindAnswer,
  type FindGal,
  type FindMailbox,
  findStatus as status,
  readFindRequest,
  writeFindResponse,
} from '@/lib/protocol/eas/find';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { writeGalEntry } from '@/lib/protocol/eas/gal-entry';
import { type EasElement, el, text } from '@/lib/protocol/wbxml/element';
import { galEntryOf } from './gal-entry-of';
import { readKeywords } from './read-keywords';
import { searchMailbox } from './search-mailbox';
import { serverIdOf } from './server-id';

const DEFAULT_RANGE = { first: 0, last: 99 };
/** [MS-ASAIRS] 2.2.2.35.3 Preview: what a list of results shows of a body. */
const PREVIEW_LENGTH = 255;

/**
 * Mail or people, as 16.1 looks for them while somebody types.
 *
 * @see [MS-ASCMD] 2.2.1.2 Find
 */
export async function find(exchange: Exchange): Promise<Answer> {
  const { document } = exchange;
  if (!document) throw new EasFormatError('missing_element', 'Find', status.invalidRequest);
  const { criterion } = readFindRequest(document);
  const store = criterion.kind === 'mailbox' ? 'Mailbox' : 'GAL';
  if ((criterion.range?.first ?? 0) !== 0) {
    const answer = { store, status: status.rangeNotFromStart, results: [] } as const;
    return documentAnswer(writeFindResponse({ status: status.success, answer }));
  }
  const answer =
    criterion.kind === 'mailbox' ? await findMail(exchange, criterion) : await findPeople(exchange, criterion);
  if (!answer) return documentAnswer(writeFindResponse({ status: status.folderSyncRequired }));
  return documentAnswer(writeFindResponse({ status: status.success, answer }));
}

/** Null: the device has folders that are gone. */
async function findMail(exchange: Exchange, wanted: FindMailbox): Promise<FindAnswer | null> {
  const isMail = wanted.class === undefined || wanted.class.toLowerCase() === 'email';
  if (!isMail) return { store: 'Mailbox', status: status.success, results: [] };
  const preference = { type: 1, allOrNone: false, truncationBytes: 0, preview: PREVIEW_LENGTH } as const;
  const page = await searchMailbox(exchange, {
    folderIds: wanted.collectionId ? [wanted.collectionId] : null,
    isDeep: wanted.deepTraversal,
    search: readKeywords(wanted.freeText),
    range: wanted.range ?? DEFAULT_RANGE,
    wishes: { bodyPreferences: [preference], bodyPartPreferences: [] },
  });
  if (!page) return null;
  const results = page.mails.map((mail) => ({
    class: 'Email',
    serverId: serverIdOf(mail.folderId, mail.message.head.uid),
    collectionId: mail.folderId,
    properties: shownOf(mail),
  }));
  return { store: 'Mailbox', status: status.success, results, range: page.range, total: page.total };
}

const kept = new Set(['Subject', 'DateReceived', 'DisplayTo', 'Importance', 'Read', 'From']);

/** [MS-ASCMD] 2.2.3.141.1 Properties (Find): a few of them, and what Find has of its own. */
function shownOf({ message, properties }: LoadedMail): EasElement[] {
  const body = properties.find(({ namespace, name }) => namespace === 'AirSyncBase' && name === 'Body');
  const preview = body && text(body, 'Preview');
  const names = (list: typeof message.head.cc) => list.map(({ name, address }) => name || address).join('; ');
  const own = [
    message.head.cc.length > 0 && el('Find', 'DisplayCc', names(message.head.cc)),
    message.head.bcc.length > 0 && el('Find', 'DisplayBcc', names(message.head.bcc)),
    el('Find', 'Preview', preview ?? ''),
    el(
      'Find',
      'HasAttachments',
      properties.some(({ name }) => name === 'Attachments'),
    ),
  ];
  return [
    ...properties.filter(({ namespace, name }) => namespace === 'Email' && kept.has(name)),
    ...properties.filter(({ namespace, name }) => namespace === 'Email2' && name === 'IsDraft'),
    ...own.filter((each) => each !== false),
  ];
}

async function findPeople({ ctx, account }: Exchange, { query, range, picture }: FindGal): Promise<FindAnswer> {
  const { first, last } = range ?? DEFAULT_RANGE;
  const limit = Math.min(last - first + 1, DEFAULT_RANGE.last + 1);
  const page = await findInDirectory(ctx, { mailbox: account.mailbox, text: query, skip: first, limit });
  const results = page.entries.map((entry) => ({ properties: writeGalEntry(galEntryOf(entry, picture)) }));
  const found = results.length > 0 ? { range: { first, last: first + results.length - 1 } } : {};
  return { store: 'GAL', status: status.success, results, ...found, total: page.total };
}
