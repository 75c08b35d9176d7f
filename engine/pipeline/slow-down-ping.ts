import type { Answer, FinalAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { endOfPing } from '@/engine/handlers/ping';
import { pingStatus } from '@/lib/protocol/eas/ping';
import { text } from '@/lib/protocol/wbxml/element';

const FIRST_COMMON_STATUS = 100;
/** [MS-ASHTTP] 2.2.2.1.1 Status Line: what stands for a common status up to 12.1 and sends the device elsewhere. */
const sendingAway = new Set([403, 449]);

/**
 * Lets the answer to a Ping wait if it is one that sends the device away (to FolderSync, to provision, or for good) and
 * the device has ignored it a few times: some just ping again, as fast as the network allows. It waits as long as the
 * shortest heartbeat, watches no folder meanwhile, and ends early if something is decided anew.
 *
 * @see [MS-ASCMD] 2.2.1.13 Ping
 */
export function slowDownPing({ engine, facts, request, ctx }: Exchange, answer: Answer): Answer {
  if (request.line.command !== 'Ping') return answer;
  if (answer.kind === 'hold' || !isSendingAway(answer)) {
    engine.pingBrake.release(facts.id);
    return answer;
  }
  if (!engine.pingBrake.isTooMany(facts.id, ctx.now().getTime())) return answer;
  const { id: deviceId, mailbox, deviceKey } = facts;
  const { pingMinSeconds: heartbeatSeconds } = engine.limits;
  const hold = { deviceId, mailbox, deviceKey, folderIds: [], heartbeatSeconds, since: request.since, isPause: true };
  // Only what was decided by now can be said again when the time is over.
  return { kind: 'hold', hold, onEnd: (end) => (end.why === 'expired' ? answer : endOfPing(end)) };
}

function isSendingAway(answer: FinalAnswer): boolean {
  if (answer.kind === 'http') return sendingAway.has(answer.status);
  if (answer.kind !== 'document') return false;
  const status = Number(text(answer.document, 'Status'));
  return status === pingStatus.folderSyncRequired || status >= FIRST_COMMON_STATUS;
}
