import type { FoundMessage, MailSearch, MessageHead } from '@/engine/backends/contract';
import type { ItemWishes } from '@/engine/content/item-wishes';
import type { Exchange } from '@/engine/exchange';
import type { ItemRange } from '@/lib/protocol/eas/item-range';
import { loadMail, type LoadedMail } from './load-mail';

/** Beyond this nobody scrolls, and no server should be made to look. */
export const MAX_RESULTS = 1000;

export type MailboxSearch = {
  /** Null: everywhere. */
  readonly folderIds: readonly string[] | null;
  /** Also in the folders inside those named. */
  readonly isDeep: boolean;
  readonly search: MailSearch;
  /** Of what was found, only these. */
  readonly keep?: (head: MessageHead) => boolean;
  readonly range: ItemRange;
  readonly wishes: ItemWishes;
};

export type FoundMail = LoadedMail & { readonly folderId: string };

export type SearchPage = {
  readonly mails: FoundMail[];
  readonly total: number;
  /** Of the results given here; undefined: none. */
  readonly range: ItemRange | undefined;
};

/** The newest first. @returns null if a folder that is named does not exist; @throws BackendUnavailable */
export async function searchMailbox(exchange: Exchange, wanted: MailboxSearch): Promise<SearchPage | null> {
  const { engine, account, request } = exchange;
  const folderIds = await foldersOf(exchange, wanted);
  if (folderIds === 'missing') return null;
  const query = { account, folderIds, search: wanted.search, limit: MAX_RESULTS };
  const all = await engine.backend.search(query, request.signal);
  const found = wanted.keep ? await kept(exchange, all, wanted.keep) : all;
  const page = found.slice(wanted.range.first, wanted.range.last + 1);
  const mails = await loadFound(exchange, page, wanted.wishes);
  const last = wanted.range.first + page.length - 1;
  return { mails, total: found.length, range: page.length > 0 ? { first: wanted.range.first, last } : undefined };
}

async function foldersOf({ engine, account, request }: Exchange, { folderIds, isDeep }: MailboxSearch) {
  if (folderIds === null) return null;
  const folders = await engine.backend.listFolders(account, request.signal);
  const chosen = new Set(folderIds);
  if (folderIds.some((id) => !folders.some((folder) => folder.id === id))) return 'missing';
  // Parents stand before children.
  if (isDeep) for (const { id, parentId } of folders) if (parentId !== null && chosen.has(parentId)) chosen.add(id);
  return [...chosen];
}

function byFolder(found: readonly FoundMessage[]): Map<string, number[]> {
  const uidsOf = new Map<string, number[]>();
  for (const { folderId, uid } of found) {
    const uids = uidsOf.get(folderId);
    if (uids) uids.push(uid);
    else uidsOf.set(folderId, [uid]);
  }
  return uidsOf;
}

async function kept(
  { engine, account, request }: Exchange,
  found: readonly FoundMessage[],
  keep: (head: MessageHead) => boolean,
): Promise<FoundMessage[]> {
  const names = new Set<string>();
  for (const [folderId, uids] of byFolder(found)) {
    const heads = await engine.backend.fetchHeads({ account, folderId, uids }, request.signal);
    for (const head of heads) if (keep(head)) names.add(`${folderId}:${head.uid}`);
  }
  return found.filter(({ folderId, uid }) => names.has(`${folderId}:${uid}`));
}

async function loadFound(exchange: Exchange, page: readonly FoundMessage[], wishes: ItemWishes): Promise<FoundMail[]> {
  const mails = new Map<string, FoundMail>();
  for (const [folderId, uids] of byFolder(page)) {
    let left: readonly number[] = uids;
    while (left.length > 0) {
      const { mails: loaded, remaining } = await loadMail(exchange, { folderId, uids: left, wishes });
      for (const mail of loaded) mails.set(`${folderId}:${mail.message.head.uid}`, { ...mail, folderId });
      left = remaining;
    }
  }
  return page.flatMap(({ folderId, uid }) => mails.get(`${folderId}:${uid}`) ?? []);
}
