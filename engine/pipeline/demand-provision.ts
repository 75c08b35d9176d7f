import { type Answer, documentAnswer, statusAnswer, tryLater } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { countPolicyRound } from '@/lib/domain/policies/count-policy-round';
import { settlePolicyRounds } from '@/lib/domain/policies/settle-policy-rounds';
import { pingStatus, writePingResponse } from '@/lib/protocol/eas/ping';
import { commonStatus } from '@/lib/protocol/eas/status';
import { isFollowingItsPolicy, policyDemand } from './policy-demand';
import { statusContext } from './status-context';

/**
 * From the moment an order is queued, the device gets nothing but the answer "provision again", until the order ends.
 *
 * @see [MS-ASPROV] 3.2.5.1.2.2, [MS-ASCMD] 2.2.2 Common Status Codes 140
 */
export function demandForCommand(exchange: Exchange): Answer | null {
  const { facts, request } = exchange;
  if (!facts.openCommand || request.line.command === 'Provision') return null;
  return statusAnswer(commonStatus.remoteWipeRequested, statusContext(exchange));
}

/** Asks a device to provision that does not follow the policy in force; null if it may go on. */
export async function demandForPolicy(exchange: Exchange): Promise<Answer | null> {
  const { facts, request, ctx } = exchange;
  const { command, policyKey, protocolVersion } = request.line;
  if (command === 'Provision') return null;
  if (command === 'Ping' && policyKey.kind === 'absent') return demandAtPing(exchange);
  const presented = { policyKey, protocolVersion, userAgent: request.userAgent };
  const status = policyDemand(facts, presented, ctx.now());
  if (status === null) {
    if (policyKey.kind === 'present' && policyKey.value === facts.policyKey) await settlePolicyRounds(ctx, facts);
    return null;
  }
  const { retryAfterSeconds } = await countPolicyRound(ctx, facts, 'demand');
  if (retryAfterSeconds !== null) return answerLoop(exchange, retryAfterSeconds);
  exchange.log.info({ status, command }, 'Device asked to provision');
  return statusAnswer(status, statusContext(exchange));
}

/**
 * A Ping carries no policy key. A device that has to provision is sent to FolderSync, which does, and is told there.
 *
 * @see [MS-ASHTTP] 2.2.1.1.2.7 X-MS-PolicyKey
 */
function demandAtPing({ facts, ctx }: Exchange): Answer | null {
  if (isFollowingItsPolicy(facts, ctx.now())) return null;
  return documentAnswer(writePingResponse({ status: pingStatus.folderSyncRequired }));
}

/**
 * Asked again and again without progress: that would empty its battery. In it goes if its policy is lenient, or it is told
 * to wait; it then tries again by itself, which it would not after 141.
 */
function answerLoop({ facts }: Exchange, retryAfterSeconds: number): Answer | null {
  return facts.effectivePolicy.allowNonProvisionable ? null : tryLater(retryAfterSeconds);
}
