import { type Answer, documentAnswer, emptyAnswer, type FinalAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import type { HoldEnd } from '@/engine/push/wake-log';
import { completed, findLastRequest, keepLastRequest } from '@/engine/sync-state/last-request';
import { findSyncedFolders } from '@/engine/sync-state/synced-folders';
import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { readSyncRequest, type SyncRequest } from '@/lib/protocol/eas/sync-request';
import { type AnsweredCollection, type SyncResponse, writeSyncResponse } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { syncInLegacyVersion } from './sync-in-legacy-version';
import { syncCollection } from './sync-collection';
import { holdProblem, holdSeconds } from './sync-hold';
import { MAX_COLLECTIONS, MAX_WINDOW, windowOf } from './sync-window';

/**
 * Mails of the folders asked for, and what has changed in them; held until something does, if the client wishes.
 *
 * @see [MS-ASCMD] 2.2.1.21 Sync
 */
export async function sync(exchange: Exchange): Promise<Answer> {
  if (exchange.request.line.protocolVersion === LEGACY_VERSION) return syncInLegacyVersion(exchange);
  const request = await resolveRequest(exchange);
  if (!request) return respond(exchange, { status: syncStatus.requestIncomplete, collections: [] });
  const problem = holdProblem(request, exchange.engine.limits);
  if (problem) return respond(exchange, { ...problem, collections: [] });
  if (request.collections.length > MAX_COLLECTIONS) {
    return respond(exchange, { status: syncStatus.tooManyCollections, limit: MAX_COLLECTIONS, collections: [] });
  }
  const heartbeatSeconds = holdSeconds(request);
  if (heartbeatSeconds !== undefined) await exchange.engine.watches.ensure(exchange.account);
  const collections = await syncAll(exchange, request);
  if (collections.length > 0 || heartbeatSeconds === undefined) return respond(exchange, { collections });
  return hold(exchange, request, heartbeatSeconds);
}

/** [MS-ASCMD] 2.2.1.21: no body repeats the last request, Partial refers to it. Null: there is none. */
async function resolveRequest({ engine, facts, document }: Exchange): Promise<SyncRequest | null> {
  const request = document && readSyncRequest(document);
  if (request && !request.isPartial) {
    await keepLastRequest(engine.db, facts.id, request);
    return request;
  }
  const last = await findLastRequest(engine.db, facts.id);
  if (!request || !last) return last;
  const whole = completed(request, last);
  await keepLastRequest(engine.db, facts.id, whole);
  return whole;
}

async function syncAll(exchange: Exchange, request: SyncRequest): Promise<AnsweredCollection[]> {
  const synced = await findSyncedFolders(exchange.engine.db, exchange.facts.id, []);
  const answered: AnsweredCollection[] = [];
  // The window of the whole request, which bounds those of its collections.
  let room = windowOf(request.windowSize ?? MAX_WINDOW);
  for (const requested of request.collections) {
    const windowSize = Math.min(room, windowOf(requested.windowSize));
    const collection = await syncCollection(exchange, { requested, hierarchy: synced?.hierarchy ?? null, windowSize });
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
    return redecide(async (current) => respond(current, { collections: await syncAll(current, again) }));
  };
  const { since } = exchange.request;
  return { kind: 'hold', hold: { deviceId, mailbox, deviceKey, folderIds, heartbeatSeconds, since }, onEnd };
}
