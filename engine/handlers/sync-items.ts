import type { Message } from '@/engine/backends/contract';
import { bodyBytesWanted, emailProperties, readProperty } from '@/engine/content/email-properties';
import type { Exchange } from '@/engine/exchange';
import type { FolderChanges, Marks } from '@/engine/sync-state/folder-state';
import type { StoredOptions } from '@/engine/sync-state/stored-options';
import type { SyncClientChange } from '@/lib/protocol/eas/sync-client-changes';
import type { SyncItemResponse, SyncServerChange } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { serverIdOf, uidOf } from './sync-rejected-changes';

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

/** Picks what fits into the window: what is gone, then read marks, then new mails, the newest first. */
export async function selectChanges(
  exchange: Exchange,
  folder: Folder,
  { before, changes, windowSize }: { before: Marks; changes: FolderChanges; windowSize: number },
): Promise<Selected> {
  const marks: Marks = new Map(before);
  const removed = changes.removed.slice(0, windowSize);
  const marked = changes.marked.slice(0, windowSize - removed.length);
  const room = windowSize - removed.length - marked.length;
  const { items, taken } = await addedItems(exchange, folder, changes.added.slice(0, room));
  for (const uid of removed) marks.delete(uid);
  for (const { uid, isRead } of [...marked, ...items.map(({ message }) => message)]) marks.set(uid, isRead);
  // What leaves the window of time still exists: the client forgets it, no more.
  const gone = folder.options.filterType ? 'softDelete' : 'delete';
  const serverId = (uid: number) => serverIdOf(folder.collectionId, uid);
  const total = changes.removed.length + changes.marked.length + changes.added.length;
  return {
    changes: [
      ...removed.map((uid): SyncServerChange => ({ kind: gone, serverId: serverId(uid) })),
      ...marked.map(({ uid, isRead }): SyncServerChange => {
        return { kind: 'change', serverId: serverId(uid), properties: readProperty(isRead) };
      }),
      ...items.map(({ change }) => change),
    ],
    marks,
    isMoreAvailable: removed.length + marked.length + taken < total,
  };
}

/** Whole mails; those that vanished meanwhile are left out. `taken`: how many uids were dealt with. */
async function addedItems(exchange: Exchange, folder: Folder, uids: readonly number[]) {
  const items: { message: Message; change: SyncServerChange }[] = [];
  let bodyBytes = 0;
  let taken = 0;
  while (taken < uids.length && bodyBytes < ANSWER_BODY_BYTES) {
    const chunk = uids.slice(taken, taken + CHUNK);
    for (const message of await fetchMessages(exchange, folder, chunk)) {
      bodyBytes += message.body.content.length;
      const properties = emailProperties(message, folder.options, exchange.request.line.protocolVersion);
      const change = { kind: 'add', serverId: serverIdOf(folder.collectionId, message.uid), properties } as const;
      items.push({ message, change });
    }
    taken += chunk.length;
  }
  return { items, taken };
}

/** Single mails that the client asks for by name. */
export async function fetchItems(
  exchange: Exchange,
  folder: Folder,
  changes: readonly SyncClientChange[],
): Promise<SyncItemResponse[]> {
  const wanted = changes.flatMap((change) => (change.kind === 'fetch' ? [change.serverId] : []));
  const uids = wanted.flatMap((serverId) => uidOf(folder.collectionId, serverId) ?? []);
  const messages = await fetchMessages(exchange, folder, uids);
  return wanted.map((serverId): SyncItemResponse => {
    const message = messages.find(({ uid }) => uid === uidOf(folder.collectionId, serverId));
    if (!message) return { kind: 'fetch', serverId, status: syncStatus.notFound };
    const properties = emailProperties(message, folder.options, exchange.request.line.protocolVersion);
    return { kind: 'fetch', serverId, status: syncStatus.success, properties };
  });
}

async function fetchMessages(
  { engine, account, request }: Exchange,
  { collectionId: folderId, options }: Folder,
  uids: readonly number[],
): Promise<Message[]> {
  if (uids.length === 0) return [];
  const query = { account, folderId, uids, bodyLimitBytes: bodyBytesWanted(options) };
  const messages = await engine.backend.fetchMessages(query, request.signal);
  const order = new Map(uids.map((uid, index) => [uid, index]));
  return messages.toSorted((a, b) => (order.get(a.uid) ?? 0) - (order.get(b.uid) ?? 0));
}
