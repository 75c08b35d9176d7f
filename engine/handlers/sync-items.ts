import type { LoadedMessage } from '@/engine/content/load-messages';
import { changedMarkProperties } from '@/engine/content/mark-properties';
import type { Exchange } from '@/engine/exchange';
import type { FolderChanges, Marks } from '@/engine/sync-state/folder-state';
import { fromMark, toMark } from '@/engine/sync-state/message-marks';
import { type StoredOptions, withoutTruncation } from '@/engine/sync-state/stored-options';
import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import type { RequestedCollection } from '@/lib/protocol/eas/sync-request';
import type { SyncItemResponse, SyncServerChange } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { hasFlag, withFlagDetails } from '@/engine/content/flag-details';
import { dropMailFlags } from '@/engine/sync-state/mail-flags';
import { flagsOfMails } from './flags-of-mails';
import { loadMail, type MailPage, type MailQuery } from './load-mail';
import { serverIdOf, uidOf } from './server-id';

/** Fetched from the mail store at a time. The first few are always waited for: an answer must bring some. */
const FIRST_CHUNK = 10;
const CHUNK = 100;
/** An answer is closed once its bodies have come to this; the rest follows with the next. Phones wait 30 seconds. */
const ANSWER_BODY_BYTES = 2 * 1024 * 1024;

export type Folder = {
  readonly collectionId: string;
  readonly options: StoredOptions;
};

export type Selected = {
  readonly changes: SyncServerChange[];
  /** What the client will have once it has taken these in. */
  readonly marks: Marks;
  /** Whether something was left for the next answer. */
  readonly isMoreAvailable: boolean;
};

export type Selection = {
  readonly before: Marks;
  /** Where `changes` lead to. */
  readonly after: Marks;
  readonly changes: FolderChanges;
  readonly windowSize: number;
  /** By `performance.now()`: what the mail server has not given by then is left for the next answer. */
  readonly untilMs: number;
};

/** Picks what fits into the window: what is gone, then marks, then new mails, the newest first. */
export async function selectChanges(exchange: Exchange, folder: Folder, selection: Selection): Promise<Selected> {
  const { before, after, changes, windowSize, untilMs } = selection;
  const version = exchange.request.line.protocolVersion;
  const marks: Marks = new Map(before);
  const removed = changes.removed.slice(0, windowSize);
  const marked = changes.marked.slice(0, windowSize - removed.length);
  const room = windowSize - removed.length - marked.length;
  const uids = changes.added.slice(0, room);
  const { items, unreadable, taken } = await addedItems(exchange, folder, { uids, untilMs });
  for (const uid of removed) marks.delete(uid);
  for (const { uid, mark } of marked) marks.set(uid, mark);
  for (const { message } of items) marks.set(message.head.uid, toMark(message.head, version));
  // As if the client had them: they are not offered again.
  for (const uid of unreadable) marks.set(uid, after.get(uid) ?? '');
  const outside = await outsideOfWindow(exchange, folder, removed);
  const flags = await flagsOfMarked(exchange, folder, { marked, gone: removed.filter((uid) => !outside.has(uid)) });
  const serverId = (uid: number) => serverIdOf(folder.collectionId, uid);
  const total = changes.removed.length + changes.marked.length + changes.added.length;
  return {
    changes: [
      ...removed.map((uid): SyncServerChange => {
        return { kind: outside.has(uid) ? 'softDelete' : 'delete', serverId: serverId(uid) };
      }),
      ...marked.map(({ uid, mark }): SyncServerChange => {
        const known = fromMark(before.get(uid) ?? '');
        const told = changedMarkProperties(known, fromMark(mark), version);
        const details = flags.get(uid);
        const properties = details ? withFlagDetails(told, details) : told;
        return { kind: 'change', serverId: serverId(uid), properties };
      }),
      ...items.map(({ change }) => change),
    ],
    marks,
    isMoreAvailable: removed.length + marked.length + taken < total,
  };
}

type Touched = { readonly marked: FolderChanges['marked']; readonly gone: readonly number[] };

/** What was said of the flags among them; forgets it of those that are cleared, and of mails that are gone. */
async function flagsOfMarked(exchange: Exchange, { collectionId }: Folder, { marked, gone }: Touched) {
  const { engine, account, request } = exchange;
  const isFlagged = ({ mark }: Touched['marked'][number]) => hasFlag(fromMark(mark));
  // A device of 2.5 is told of no flags, so its marks do not say whether there is one.
  const isLegacy = request.line.protocolVersion === LEGACY_VERSION;
  const cleared = isLegacy ? [] : marked.filter((each) => !isFlagged(each));
  const withoutFlag = [...cleared.map(({ uid }) => uid), ...gone];
  await dropMailFlags(engine.db, { mailbox: account.mailbox, folderId: collectionId }, withoutFlag);
  const flagged = marked.filter(isFlagged).map(({ uid }) => uid);
  return flagsOfMails(exchange, collectionId, flagged);
}

/**
 * Which of them still exist and only have left the window of time: the client forgets those, no more.
 *
 * @see [MS-ASCMD] 2.2.3.166 SoftDelete
 */
async function outsideOfWindow(
  { engine, account, request }: Exchange,
  { collectionId: folderId, options }: Folder,
  removed: readonly number[],
): Promise<Set<number>> {
  if (!options.filterType || removed.length === 0) return new Set();
  const heads = await engine.backend.fetchHeads({ account, folderId, uids: removed }, request.signal);
  return new Set(heads.map(({ uid }) => uid));
}

/**
 * Whole mails; those that vanished meanwhile are left out. `taken`: how many uids were dealt with.
 *
 * Phones wait 30 seconds for an answer. One with a part of the mails is worth more than none: with a slow mail server the
 * same request would fail again and again.
 */
async function addedItems(
  exchange: Exchange,
  { collectionId: folderId, options }: Folder,
  { uids, untilMs }: { uids: readonly number[]; untilMs: number },
) {
  const items: { message: LoadedMessage; change: SyncServerChange }[] = [];
  const unreadable: number[] = [];
  let bodyBytes = 0;
  let taken = 0;
  while (taken < uids.length && bodyBytes < ANSWER_BODY_BYTES) {
    const chunk = uids.slice(taken, taken + (taken === 0 ? FIRST_CHUNK : CHUNK));
    const query = { folderId, uids: chunk, wishes: options };
    const page = taken === 0 ? await loadMail(exchange, query) : await loadUntil(exchange, query, untilMs);
    if (!page) break;
    const { mails, remaining } = page;
    unreadable.push(...page.unreadable);
    for (const { message, properties, sizeBytes } of mails) {
      bodyBytes += sizeBytes;
      items.push({ message, change: { kind: 'add', serverId: serverIdOf(folderId, message.head.uid), properties } });
    }
    taken += chunk.length - remaining.length;
  }
  return { items, unreadable, taken };
}

/** Null: the mail server does not give them in time. */
async function loadUntil(exchange: Exchange, query: MailQuery, untilMs: number): Promise<MailPage | null> {
  const leftMs = Math.floor(untilMs - performance.now());
  if (leftMs <= 0) return null;
  const { request } = exchange;
  const timeout = AbortSignal.timeout(leftMs);
  const signal = AbortSignal.any([request.signal, timeout]);
  try {
    return await loadMail({ ...exchange, request: { ...request, signal } }, query);
  } catch (error) {
    if (timeout.aborted && !request.signal.aborted) return null;
    throw error;
  }
}

/** Single mails that the client asks for by name. */
export async function fetchItems(
  exchange: Exchange,
  { collectionId: folderId, options }: Folder,
  { changes }: RequestedCollection,
): Promise<SyncItemResponse[]> {
  const wanted = changes.flatMap((change) => (change.kind === 'fetch' ? [change.serverId] : []));
  const uids = wanted.flatMap((serverId) => uidOf(folderId, serverId) ?? []);
  if (uids.length === 0) return wanted.map(missing);
  const isLegacy = exchange.request.line.protocolVersion === LEGACY_VERSION;
  const wishes = isLegacy ? withoutTruncation(options) : options;
  const { mails, remaining, unreadable } = await loadMail(exchange, { folderId, uids, wishes });
  return wanted.map((serverId): SyncItemResponse => {
    const uid = uidOf(folderId, serverId);
    const mail = mails.find(({ message }) => message.head.uid === uid);
    if (mail) return { kind: 'fetch', serverId, status: syncStatus.success, properties: mail.properties };
    if (uid !== null && unreadable.includes(uid)) {
      return { kind: 'fetch', serverId, status: syncStatus.itemNotConvertible };
    }
    // More than one answer should hold: the client asks again.
    if (uid !== null && remaining.includes(uid)) return { kind: 'fetch', serverId, status: syncStatus.retry };
    return missing(serverId);
  });
}

const missing = (serverId: string): SyncItemResponse => ({ kind: 'fetch', serverId, status: syncStatus.notFound });
