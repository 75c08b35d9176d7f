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
import { loadMail } from './load-mail';
import { serverIdOf, uidOf } from './server-id';

/** Fetched from the mail store at a time. */
const CHUNK = 50;
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

/** Picks what fits into the window: what is gone, then marks, then new mails, the newest first. */
export async function selectChanges(
  exchange: Exchange,
  folder: Folder,
  { before, changes, windowSize }: { before: Marks; changes: FolderChanges; windowSize: number },
): Promise<Selected> {
  const version = exchange.request.line.protocolVersion;
  const marks: Marks = new Map(before);
  const removed = changes.removed.slice(0, windowSize);
  const marked = changes.marked.slice(0, windowSize - removed.length);
  const room = windowSize - removed.length - marked.length;
  const { items, taken } = await addedItems(exchange, folder, changes.added.slice(0, room));
  for (const uid of removed) marks.delete(uid);
  for (const { uid, mark } of marked) marks.set(uid, mark);
  for (const { message } of items) marks.set(message.head.uid, toMark(message.head, version));
  const outside = await outsideOfWindow(exchange, folder, removed);
  const serverId = (uid: number) => serverIdOf(folder.collectionId, uid);
  const total = changes.removed.length + changes.marked.length + changes.added.length;
  return {
    changes: [
      ...removed.map((uid): SyncServerChange => {
        return { kind: outside.has(uid) ? 'softDelete' : 'delete', serverId: serverId(uid) };
      }),
      ...marked.map(({ uid, mark }): SyncServerChange => {
        const known = fromMark(before.get(uid) ?? '');
        const properties = changedMarkProperties(known, fromMark(mark), version);
        return { kind: 'change', serverId: serverId(uid), properties };
      }),
      ...items.map(({ change }) => change),
    ],
    marks,
    isMoreAvailable: removed.length + marked.length + taken < total,
  };
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

/** Whole mails; those that vanished meanwhile are left out. `taken`: how many uids were dealt with. */
async function addedItems(exchange: Exchange, { collectionId: folderId, options }: Folder, uids: readonly number[]) {
  const items: { message: LoadedMessage; change: SyncServerChange }[] = [];
  let bodyBytes = 0;
  let taken = 0;
  while (taken < uids.length && bodyBytes < ANSWER_BODY_BYTES) {
    const chunk = uids.slice(taken, taken + CHUNK);
    const { mails, remaining } = await loadMail(exchange, { folderId, uids: chunk, wishes: options });
    for (const { message, properties, sizeBytes } of mails) {
      bodyBytes += sizeBytes;
      items.push({ message, change: { kind: 'add', serverId: serverIdOf(folderId, message.head.uid), properties } });
    }
    taken += chunk.length - remaining.length;
  }
  return { items, taken };
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
  const { mails, remaining } = await loadMail(exchange, { folderId, uids, wishes });
  return wanted.map((serverId): SyncItemResponse => {
    const uid = uidOf(folderId, serverId);
    const mail = mails.find(({ message }) => message.head.uid === uid);
    if (mail) return { kind: 'fetch', serverId, status: syncStatus.success, properties: mail.properties };
    // More than one answer should hold: the client asks again.
    if (uid !== null && remaining.includes(uid)) return { kind: 'fetch', serverId, status: syncStatus.retry };
    return missing(serverId);
  });
}

const missing = (serverId: string): SyncItemResponse => ({ kind: 'fetch', serverId, status: syncStatus.notFound });
