import { folderSyncStatus, folderType } from '@/lib/protocol/eas/folder-sync';
import { type PingResponse, pingStatus } from '@/lib/protocol/eas/ping';
import { isAtLeast, LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { bodyType } from '@/lib/protocol/eas/body-preference';
import { INITIAL_SYNC_KEY, type RequestedCollection } from '@/lib/protocol/eas/sync-request';
import type { SyncClientChange } from '@/lib/protocol/eas/sync-client-changes';
import type { AnsweredCollection } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { type EasAnswer, judge, statusOf, type Verdict } from '@/engine/testing/eas-answer';
import type { PhoneCore } from '@/engine/testing/phone-core';
import { applyServerChanges, confirmUploads } from '@/engine/testing/phone-view';
import type { PhoneMemory } from '@/engine/testing/phone-memory';

/** Folders that every phone shows and watches, and the class of what is in them. */
const watchedTypes: ReadonlyMap<number, string> = new Map([
  [folderType.inbox, 'Email'],
  [folderType.calendar, 'Calendar'],
  [folderType.contacts, 'Contacts'],
]);
const otherMailTypes = new Set<number>([
  folderType.drafts,
  folderType.sentItems,
  folderType.deletedItems,
  folderType.userMail,
]);
/** Changes that go with one Sync; more wait for the next. */
const MOST_CHANGES = 50;

/** The class of what this phone shows of a folder of this type; undefined: it does not show it. */
function classOf({ habits }: PhoneCore, type: number): string | undefined {
  return watchedTypes.get(type) ?? (habits.mailFolders === 'all' && otherMailTypes.has(type) ? 'Email' : undefined);
}

const MAX_RESETS_IN_A_ROW = 3;
/** Of 2.5: 512 characters. */
const TRUNCATION_512 = 1;

/** Says who it is, for versions that do not do so while provisioning. */
export async function describePhone({ client, profile, memory, contact }: PhoneCore): Promise<Verdict> {
  const queries = [{ property: 'DeviceInformation', action: 'set', device: profile.device }] as const;
  const answer = await contact('Settings', (options) => client.settings(queries, options));
  const verdict = judge(answer);
  if (verdict === 'ok') memory.hasDescribedItself = true;
  return verdict;
}

/** Brings the folder list up to date. */
export async function syncFolders(phone: PhoneCore): Promise<Verdict> {
  const { client, memory } = phone;
  const answer = await phone.contact('FolderSync', (options) => client.folderSync(memory.hierarchyKey, options));
  const verdict = judge(answer);
  if (verdict !== 'ok') return verdict;
  const { response } = answer;
  if (response?.status === folderSyncStatus.invalidSyncKey) {
    memory.hierarchyKey = INITIAL_SYNC_KEY;
    memory.folders.clear();
    phone.tell('reset', { collectionId: null });
    return beginAnew(memory);
  }
  if (response?.status !== folderSyncStatus.success) return 'failed';
  for (const folder of [...(response.changes?.added ?? []), ...(response.changes?.updated ?? [])]) {
    memory.folders.set(folder.serverId, folder);
    if (classOf(phone, folder.type)) memory.staleCollections.add(folder.serverId);
  }
  for (const id of response.changes?.deleted ?? []) forgetCollection(phone, id);
  memory.hierarchyKey = response.syncKey ?? INITIAL_SYNC_KEY;
  memory.isHierarchyStale = false;
  phone.tell('folders', { count: memory.folders.size });
  return 'ok';
}

/** A key that is not accepted is dropped at once, but not for ever without a pause. */
function beginAnew(memory: PhoneMemory): Verdict {
  memory.resetsInARow += 1;
  return memory.resetsInARow > MAX_RESETS_IN_A_ROW ? 'failed' : 'ok';
}

function forgetCollection({ memory }: PhoneCore, id: string): void {
  memory.folders.delete(id);
  memory.staleCollections.delete(id);
  memory.collectionKeys.delete(id);
  memory.items.delete(id);
  memory.pending.delete(id);
}

/** Fetches one window of one collection; it stays stale as long as there is more. */
export async function syncCollection(phone: PhoneCore, collectionId: string): Promise<Verdict> {
  const { client, memory } = phone;
  const requested = requestFor(phone, collectionId);
  const collections = [requested];
  const answer = await phone.contact('Sync', (options) => client.sync({ collections, isPartial: false }, options));
  const verdict = judge(answer);
  if (verdict !== 'ok') return verdict;
  const collection = answer.response?.collections.find((each) => each.collectionId === collectionId);
  if (collection) return takeCollection(phone, collection, requested.changes);
  // What becomes of changes is always said: they are sent again, under the same key.
  if (requested.changes.length > 0) return 'failed';
  // No body, or nothing about this collection: nothing is new. A status for the whole answer: do not ask again at once.
  memory.staleCollections.delete(collectionId);
  const isFailed = statusOf(answer) !== undefined && statusOf(answer) !== syncStatus.success;
  if (isFailed) memory.isHierarchyStale = statusOf(answer) === syncStatus.folderHierarchyChanged;
  return isFailed && !memory.isHierarchyStale ? 'failed' : 'ok';
}

function requestFor(phone: PhoneCore, collectionId: string): RequestedCollection {
  const { client, memory, habits } = phone;
  const syncKey = memory.collectionKeys.get(collectionId) ?? INITIAL_SYNC_KEY;
  const itemClass = classOf(phone, memory.folders.get(collectionId)?.type ?? 0);
  const isMail = itemClass === 'Email';
  const isLegacy = client.protocolVersion === LEGACY_VERSION;
  const options = {
    filterType: isMail ? habits.mailFilter : 0,
    ...(isLegacy && { truncation: TRUNCATION_512 }),
    bodyPreferences: isLegacy ? [] : [{ type: bodyType.text, truncationBytes: 500, allOrNone: false }],
    bodyPartPreferences: [],
  };
  return {
    syncKey,
    collectionId,
    class: isAtLeast(client.protocolVersion, '14.0') ? undefined : itemClass,
    deletesAsMoves: true,
    windowSize: 25,
    options: [options],
    changes: syncKey === INITIAL_SYNC_KEY ? [] : (memory.pending.get(collectionId) ?? []).slice(0, MOST_CHANGES),
  };
}

function takeCollection(phone: PhoneCore, collection: AnsweredCollection, sent: readonly SyncClientChange[]): Verdict {
  const { memory } = phone;
  const { collectionId, status, syncKey, changes = [] } = collection;
  if (status === syncStatus.invalidSyncKey) {
    memory.collectionKeys.delete(collectionId);
    memory.items.delete(collectionId);
    // The items have other ids, or may have: what was to be done with them is given up.
    memory.pending.delete(collectionId);
    phone.tell('reset', { collectionId });
    return beginAnew(memory);
  }
  if (status === syncStatus.folderHierarchyChanged || status === syncStatus.notFound) {
    forgetCollection(phone, collectionId);
    memory.isHierarchyStale = true;
    return 'ok';
  }
  if (status !== syncStatus.success) {
    memory.staleCollections.delete(collectionId);
    return 'failed';
  }
  const wasPrimed = memory.collectionKeys.has(collectionId);
  memory.collectionKeys.set(collectionId, syncKey);
  // What was done here first, then what the server says: it knows of both.
  const isToComeAgain = confirmUploads(phone, collection, sent);
  applyServerChanges(phone, collection);
  const isWaiting = memory.pending.has(collectionId);
  const isComplete = !isWaiting && (!collection.isMoreAvailable || changes.length === 0);
  if (wasPrimed && isComplete) memory.staleCollections.delete(collectionId);
  const added = changes.filter(({ kind }) => kind === 'add').length;
  if (added > 0) phone.tell('mail', { collectionId, added });
  return isToComeAgain ? 'later' : 'ok';
}

/** Collections that the phone has and watches. */
export const watchedCollections = (phone: PhoneCore): { id: string; class: string }[] =>
  [...phone.memory.folders.values()].flatMap(({ serverId, type }) => {
    const itemClass = classOf(phone, type);
    return itemClass && phone.memory.collectionKeys.has(serverId) ? [{ id: serverId, class: itemClass }] : [];
  });

/** Something is to be done before the next Ping, and it is neither mail nor the network. */
const isAnEndToIgnore = (verdict: Verdict, answer: EasAnswer<PingResponse>): boolean =>
  verdict === 'provision' ||
  verdict === 'forbidden' ||
  verdict === 'blocked' ||
  answer.response?.status === pingStatus.folderSyncRequired;

/** One held Ping. */
export async function holdPing(phone: PhoneCore): Promise<Verdict> {
  const { client, memory, habits } = phone;
  const heartbeatSeconds = memory.heartbeatSeconds ?? habits.heartbeatSeconds;
  const saysAll = habits.repeatsPingParameters || !memory.hasSentPingParameters;
  const request = saysAll ? { heartbeatSeconds, folders: watchedCollections(phone) } : {};
  phone.activity = 'pinging';
  phone.tell('ping-started', { heartbeatSeconds });
  const timeoutMs = (heartbeatSeconds + 30) * 1000;
  const answer = await phone.contact('Ping', ({ signal }) => client.ping(request, { signal, timeoutMs }));
  phone.activity = 'busy';
  phone.tell('ping-ended', { http: answer.http, status: statusOf(answer) });
  const verdict = judge(answer);
  if (!habits.heedsEndOfPing && isAnEndToIgnore(verdict, answer)) return 'ok';
  if (verdict !== 'ok') return verdict;

  memory.hasSentPingParameters = true;
  const { response } = answer;
  switch (response?.status) {
    case pingStatus.expired:
      return 'ok';
    case pingStatus.changes:
      for (const id of response.folders ?? []) memory.staleCollections.add(id);
      return 'ok';
    case pingStatus.missingParameters:
      memory.hasSentPingParameters = false;
      return saysAll ? 'failed' : 'ok';
    case pingStatus.heartbeatOutOfRange:
      memory.heartbeatSeconds = response.heartbeatSeconds ?? null;
      memory.hasSentPingParameters = false;
      return response.heartbeatSeconds === undefined ? 'failed' : 'ok';
    case pingStatus.folderSyncRequired:
      memory.isHierarchyStale = true;
      return 'ok';
    default:
      return 'failed';
  }
}
