import { type Answer, documentAnswer, type FinalAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import type { HoldEnd } from '@/engine/push/wake-log';
import { findSyncedFolders } from '@/engine/sync-state/synced-folders';
import { savePingParameters } from '@/lib/domain/devices/save-ping-parameters';
import {
  type PingRequest,
  type PingResponse,
  pingStatus,
  readPingRequest,
  writePingResponse,
} from '@/lib/protocol/eas/ping';

// Implementation notes
// - Nothing of the document or of the facts outlives this handler: what is held is ids, a deadline and `endOfPing`, which
//   is one function for all.
// - Order: the watch on the mailbox first, then the look at what has changed already, then the hold. A change in between
//   is seen by the look or by the watch; the position of the wake log covers orders and policies in the same way.

/** More than any mail app watches. */
const MAX_FOLDERS = 200;

type Parameters = { heartbeatSeconds: number; folders: { id: string; class: string }[] };

/**
 * Holds the request until something changes, an order or another policy arrives, or the heartbeat is over.
 *
 * @see [MS-ASCMD] 2.2.1.13 Ping
 */
export async function ping(exchange: Exchange): Promise<Answer> {
  const { engine, facts, account, request, ctx } = exchange;
  const parameters = parametersOf(readPingRequest(exchange.document), exchange);
  const problem = 'status' in parameters ? parameters : findProblem(parameters, exchange);
  if (problem || 'status' in parameters) return answer(problem ?? { status: pingStatus.serverError });
  const { heartbeatSeconds, folders } = parameters;
  const folderIds = folders.map(({ id }) => id);
  const synced = await findSyncedFolders(engine.db, facts.id, folderIds);
  // [MS-ASCMD] 2.2.3.177.11 Status 7: a folder that the device has no right idea of
  if (!synced || folderIds.some((id) => !Object.hasOwn(synced.hierarchy.folders, id))) {
    return answer({ status: pingStatus.folderSyncRequired });
  }
  if (isNew(parameters, exchange)) await savePingParameters(ctx, { deviceId: facts.id, ...parameters });

  await engine.watches.ensure(account);
  const changed = await foldersWithNews(exchange, synced.tokens);
  if (changed.length > 0) return answer({ status: pingStatus.changes, folders: changed });
  const { id: deviceId, mailbox, deviceKey } = facts;
  const hold = { deviceId, mailbox, deviceKey, folderIds, heartbeatSeconds, since: request.since };
  return { kind: 'hold', hold, onEnd: endOfPing };
}

/**
 * What a request leaves out is as in the device's last one.
 *
 * Deviates from [MS-ASCMD] 2.2.1.13, which has Status 3 for a first Ping without an interval: it is held for the
 * operator's default, since nothing else is missing.
 */
function parametersOf(request: PingRequest, { engine, facts }: Exchange): Parameters | PingResponse {
  const heartbeatSeconds = request.heartbeatSeconds ?? facts.pingHeartbeat ?? engine.limits.pingDefaultSeconds;
  const folders =
    request.folders?.map((folder) => ({ id: folder.id, class: (folder.class ?? '').replaceAll('\0', '') })) ??
    facts.pingFolders;
  if (folders === null) return { status: pingStatus.missingParameters };
  return { heartbeatSeconds, folders };
}

function findProblem({ heartbeatSeconds, folders }: Parameters, { engine }: Exchange): PingResponse | null {
  const { pingMinSeconds, pingMaxSeconds } = engine.limits;
  const nearest = Math.min(pingMaxSeconds, Math.max(pingMinSeconds, heartbeatSeconds));
  if (nearest !== heartbeatSeconds) return { status: pingStatus.heartbeatOutOfRange, heartbeatSeconds: nearest };
  if (folders.length > MAX_FOLDERS) return { status: pingStatus.tooManyFolders, maxFolders: MAX_FOLDERS };
  return null;
}

function isNew({ heartbeatSeconds, folders }: Parameters, { facts }: Exchange): boolean {
  return facts.pingHeartbeat !== heartbeatSeconds || JSON.stringify(facts.pingFolders) !== JSON.stringify(folders);
}

/**
 * Folders that are not as they were at the device's last Sync. One that it never synchronised has no news for it: some
 * clients watch folders before their first Sync and would go round in circles.
 */
async function foldersWithNews({ engine, account, request }: Exchange, known: ReadonlyMap<string, string>) {
  if (known.size === 0) return [];
  const tokens = await engine.backend.folderTokens(account, [...known.keys()], request.signal);
  return [...known].filter(([id, token]) => tokens.get(id) !== token).map(([id]) => id);
}

/** What a held Ping is told in the end. Whatever needs another decision is Status 7: FolderSync will be told what. */
export function endOfPing(end: HoldEnd): FinalAnswer {
  switch (end.why) {
    case 'changes':
      return answer({ status: pingStatus.changes, folders: end.folderIds });
    case 'recheck':
      return answer({ status: pingStatus.folderSyncRequired });
    default:
      return answer({ status: pingStatus.expired });
  }
}

const answer = (response: PingResponse): FinalAnswer => documentAnswer(writePingResponse(response));
