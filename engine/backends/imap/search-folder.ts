import type { ImapFlow, SearchObject } from 'imapflow';
import { toMessagePart } from './message-part';
import { openFolder } from './open-folder';
import { refusalOf } from './refusal';
import { uidSets } from './uid-sets';
import type { MailSearch } from '@/engine/backends/contract';
import { hasAttachment } from '@/engine/backends/has-attachment';

/** The newest of those that the server finds in a folder are looked at; a person reads no more. */
const CANDIDATE_LIMIT = 2000;
const PIECE = 200;
const WORD_LIMIT = 20;
const DAY_MS = 86_400_000;

export type FoundInFolder = { readonly uid: number; readonly receivedAt: Date };

/** Searches one folder; the newest first, at most `limit`. @throws FolderProblem `missing` */
export async function searchFolder(
  client: ImapFlow,
  path: string,
  { search, limit }: { search: MailSearch; limit: number },
): Promise<FoundInFolder[]> {
  return openFolder(client, { path, isChanged: false }, async () => {
    const uids = await client.search(toQuery(search), { uid: true });
    if (!Array.isArray(uids)) throw refusalOf(client);
    const newestFirst = uids.toSorted((a, b) => b - a).slice(0, CANDIDATE_LIMIT);
    const found: FoundInFolder[] = [];
    const query = { uid: true, internalDate: true, bodyStructure: search.hasAttachment !== undefined };
    for (let start = 0; start < newestFirst.length; start += PIECE) {
      for (const range of uidSets(newestFirst.slice(start, start + PIECE))) {
        for (const message of await client.fetchAll(range, query, { uid: true })) {
          const receivedAt = new Date(message.internalDate ?? 0);
          const structure = message.bodyStructure && toMessagePart(message.bodyStructure);
          const hasFile = structure !== undefined && hasAttachment(structure);
          if (search.hasAttachment !== undefined && search.hasAttachment !== hasFile) continue;
          if (isWithin(receivedAt, search)) found.push({ uid: message.uid, receivedAt });
        }
      }
    }
    return found.toSorted((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime()).slice(0, limit);
  });
}

function isWithin(receivedAt: Date, { receivedAfter, receivedBefore }: MailSearch): boolean {
  return (!receivedAfter || receivedAt >= receivedAfter) && (!receivedBefore || receivedAt < receivedBefore);
}

/** Servers compare days, of whatever time zone: a day more on either side, the rest is done with the exact times. */
function toQuery({ words, from, to, subject, receivedAfter, receivedBefore, isUnread }: MailSearch): SearchObject {
  const query: SearchObject = { deleted: false };
  if (from) query.from = from;
  if (to) query.or = [{ to }, { cc: to }, { bcc: to }];
  if (subject) query.subject = subject;
  if (isUnread !== undefined) query.seen = !isUnread;
  if (receivedAfter) query.since = new Date(receivedAfter.getTime() - DAY_MS);
  if (receivedBefore) query.before = new Date(receivedBefore.getTime() + DAY_MS);
  return words.slice(0, WORD_LIMIT).reduce(withWord, query);
}

/** A query has one text; more of them stand inside each other, as the only branch of an OR. */
function withWord(query: SearchObject, word: string): SearchObject {
  return word.trim() === '' ? query : { text: word, or: [query] };
}
