import { type Answer, statusAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { decideAccess } from '@/lib/domain/access/decide-access';
import { enforceRefusal } from '@/lib/domain/commands/command-lifecycle';
import { commonStatus } from '@/lib/protocol/eas/status';
import { isBeyondVersion } from './policy-demand';
import { statusContext } from './status-context';

/**
 * A delete that the device cannot be told of takes effect here: the device has called, and is refused from now on.
 *
 * @returns null if there is no such command, or it was cancelled a moment ago
 */
export async function enforceOpenRefusal(exchange: Exchange): Promise<Answer | null> {
  const { ctx, facts, request } = exchange;
  const command = facts.openCommand;
  if (command?.method !== 'refuse_access') return null;
  const { address, line } = request;
  const isEnforced = await enforceRefusal(ctx, command.id, { address, protocolVersion: line.protocolVersion });
  if (!isEnforced) return null;
  exchange.log.info({ commandId: command.id }, 'Device refused from now on: its partnership was ended');
  return refuse(exchange, 'deleted');
}

/**
 * Refuses a device that is blocked, was wiped or deleted; null if it is let in.
 *
 * @see [MS-ASCMD] 2.2.2 Common Status Codes 129
 */
export async function refuseBlocked(exchange: Exchange): Promise<Answer | null> {
  const { level, reason } = decideAccess(exchange.facts);
  return level === 'allowed' ? null : refuse(exchange, reason ?? 'by_hand');
}

/**
 * Refuses a device whose version cannot carry what its policy demands, unless the policy lets such devices in. Provisioning
 * would not change that, so it is not asked to.
 *
 * @see [MS-ASCMD] 2.2.2 Common Status Codes 139
 */
export async function refuseBeyondVersion(exchange: Exchange): Promise<Answer | null> {
  const { facts, request } = exchange;
  return isBeyondVersion(facts, request.line.protocolVersion) ? refuse(exchange, 'policy_needs_12.1') : null;
}

/** "This device is blocked", with the reason in the device's history. */
export async function refuse(exchange: Exchange, reason: string): Promise<Answer> {
  const { engine, ctx, facts, request } = exchange;
  const { command, protocolVersion } = request.line;
  await engine.refusals.record(ctx, facts, { reason, command, protocolVersion });
  return statusAnswer(commonStatus.deviceBlocked, statusContext(exchange));
}
