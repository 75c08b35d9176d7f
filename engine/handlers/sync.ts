import { type Answer, documentAnswer, emptyAnswer, type FinalAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import type { HoldEnd } from '@/engine/push/wake-log';
import { collectionIn, HIERARCHY } from '@/engine/sync-state/collection-store';
import { FolderState } from '@/engine/sync-state/folder-state';
import { HierarchyState } from '@/engine/sync-state/hierarchy-state';
import { completed, keepLastRequest, LAST_REQUEST, lastRequestIn } from '@/engine/sync-state/last-request';
import { findStoredCollections, type StoredCollections } from '@/engine/sync-state/stored-collections';
import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { readSyncRequest, type SyncRequest } from '@/lib/protocol/eas/sync-request';
import { type AnsweredCollection, type SyncResponse, writeSyncResponse } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { syncInLegacyVersion } from './sync-in-legacy-version';
import { syncCollection } from './sync-collection';
import { holdProblem, holdSeconds } from './sync-hold';
import { gatherUntil } from './gather-until';
import { MAX_COLLECTIONS, MAX_WINDOW, windowOf } from './sync-window';

/**
 * Mails of the folders asked for, and what has changed in them; held until something does, if the client wishes.
 *
 * @see [MS-ASCMD] 2.2.1.21 Sync
 */
export async function sync(exchange: Exchange): Promise<Answer> {
  if (exchange.request.line.protocolVersion === LEGACY_VERSION) return syncInLegacyVersion(exchange);
  const { request, stored } = await resolveRequest(exchange);
  if (!request) return respond(exchange, { status: syncStatus.requestIncomplete, collections: [] });
  const problem = holdProblem(request, exchange.engine.limits);
  if (problem) return respond(exchange, { ...problem, collections: [] });
  if (request.collections.length > MAX_COLLECTIONS) {
    return respond(exchange, { status: syncStatus.tooManyCollections, limit: MAX_COLLECTIONS, collections: [] });
  }
  const heartbeatSeconds = holdSeconds(request);
  if (heartbeatSeconds !== undefined) await exchange.engine.watches.ensure(exchange.account);
  const collections = await syncAll(exchange, request, stored);
  if (collections.length > 0 || heartbeatSeconds === undefined) return respond(exchange, { collections });
  return hold(exchange, request, heartbeatSeconds);
}

type Resolved = {
  /** Null: there is none. */
  readonly request: SyncRequest | null;
  /** What the device has, of the folders and of each collection of the request. */
  readonly stored: StoredCollections;
};

/** [MS-ASCMD] 2.2.1.21: no body repeats the last request, Partial refers to it. */
async function resolveRequest({ engine: { db }, facts: { id }, document }: Exchange): Promise<Resolved> {
  const request = document && readSyncRequest(document);
  if (request && !request.isPartial) {
    const stored = await findStoredCollections(db, id, [LAST_REQUEST, ...neededFor(request)]);
    await keepLastRequest(db, id, { request, stored });
    return { request, stored };
  }
  const kept = await findStoredCollections(db, id, [LAST_REQUEST]);
  const last = lastRequestIn(kept);
  if (!last) return { request: null, stored: kept };
  const whole = request ? completed(request, last) : last;
  const stored = await findStoredCollections(db, id, neededFor(whole));
  if (request) await keepLastRequest(db, id, { request: whole, stored: kept });
  return { request: whole, stored };
}

const neededFor = ({ collections }: SyncRequest): string[] => [
  HIERARCHY,
  ...collections.slice(0, MAX_COLLECTIONS).map(({ collectionId }) => collectionId),
];

async function syncAll(
  exchange: Exchange,
  request: SyncRequest,
  stored: StoredCollections,
): Promise<AnsweredCollection[]> {
  const hierarchy = collectionIn(stored, HIERARCHY, HierarchyState)?.state ?? null;
  const answered: AnsweredCollection[] = [];
  const untilMs = gatherUntil(exchange);
  // The window of the whole request, which bounds those of its collections.
  let room = windowOf(request.windowSize ?? MAX_WINDOW);
  for (const requested of request.collections) {
    const windowSize = Math.min(room, windowOf(requested.windowSize));
    const isLate = performance.now() >= untilMs;
    // The client asks for it again; what it has changed itself is taken in any case.
    if (isLate && answered.length > 0 && requested.changes.length === 0) continue;
    const known = collectionIn(stored, requested.collectionId, FolderState);
    const collection = await syncCollection(exchange, { requested, hierarchy, windowSize, untilMs, known });
    if (!collection) continue;
    answered.push(collection);
    room -= collection.changes?.length ?? 0;
  }
  return answered;
}

/** [MS-ASCMD] 2.2.1.21: with nothing to report there is no body, and every key stays as it is. */
function respond({ request }: Exchange, response: SyncResponse): FinalAnswer {
  if (response.status === undefined && response.collections.length === 0) return emptyAnswer;
  return documentAnswer(writeSyncResponse(response, request.line.protocolVersion));
}

/** What is kept while it is held: the folders, their keys and who asks. Decided upon anew when something happens. */
function hold(exchange: Exchange, { collections }: SyncRequest, heartbeatSeconds: number): Answer {
  const { id: deviceId, mailbox, deviceKey } = exchange.facts;
  const folderIds = collections.map(({ collectionId }) => collectionId);
  const { redecide } = exchange;
  const again: SyncRequest = {
    collections: collections.map((each) => ({ ...each, supported: undefined, options: undefined, changes: [] })),
    isPartial: false,
  };
  const onEnd = async (end: HoldEnd): Promise<FinalAnswer> => {
    if (end.why !== 'changes' && end.why !== 'recheck') return emptyAnswer;
    return redecide(async (current) => {
      const stored = await findStoredCollections(current.engine.db, deviceId, neededFor(again));
      return respond(current, { collections: await syncAll(current, again, stored) });
    });
  };
  const { since } = exchange.request;
  return { kind: 'hold', hold: { deviceId, mailbox, deviceKey, folderIds, heartbeatSeconds, since }, onEnd };
}
