import { type Answer, statusAnswer, tryLater } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { accessTraits } from '@/engine/pipeline/access-traits';
import { type AccessDecision, decideAccess, type RefusalReason } from '@/lib/domain/access/decide-access';
import { noteRuling } from '@/lib/domain/access/note-ruling';
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

/** Decides anew at every contact; lists are told if it comes to something else than before. */
export async function accessOf({ ctx, facts, request, log }: Exchange): Promise<AccessDecision> {
  const { revision, rules, settings } = facts.accessBook;
  const decision = decideAccess(accessTraits(facts, request), rules, settings);
  const { level, reason } = decision;
  if (level !== facts.accessRuling) {
    log.info({ before: facts.accessRuling, level, reason }, 'Access decided otherwise than before');
    await noteRuling(ctx, { deviceId: facts.id, level, revision });
  }
  return decision;
}

/** Whether the device may free itself by what it tells: a person's word stands until a person takes it back. */
export const dependsOnDevice = ({ level, reason }: AccessDecision): boolean =>
  level !== 'allowed' && reason === 'access_rule';

/**
 * Refuses a device that is blocked; null if it is let in or waits in quarantine.
 *
 * @see [MS-ASCMD] 2.2.2 Common Status Codes 129
 */
export async function refuseBlocked(exchange: Exchange, { level, reason }: AccessDecision): Promise<Answer | null> {
  return level === 'blocked' ? refuse(exchange, reason ?? 'by_hand') : null;
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

/** Of the access decision, or what the version of the device cannot carry. */
type Reason = RefusalReason | 'order_needs_16.1' | 'policy_needs_12.1';

/**
 * "This device is blocked", or the mailbox is, with the reason in the device's history. Blocked for a while, it is told to
 * try later instead: after that it comes again by itself, as it would not after 129.
 *
 * @see [MS-ASHTTP] 2.2.2.1.1 Status Line, 503
 */
export async function refuse(exchange: Exchange, reason: Reason): Promise<Answer> {
  const { engine, ctx, facts, request } = exchange;
  const { command, protocolVersion } = request.line;
  await engine.refusals.record(ctx, facts, { reason, command, protocolVersion });
  if (reason === 'auto_block' && facts.autoBlock) return tryLater(waitSeconds(facts.autoBlock.until, ctx.now()));
  const status = reason === 'mailbox_off' ? commonStatus.userDisabledForSync : commonStatus.deviceBlocked;
  return statusAnswer(status, statusContext(exchange));
}

/** An order reaches a phone at its next contact, so it never waits longer than this at a time. */
const LONGEST_WAIT_MS = 15 * 60_000;

function waitSeconds(until: string, now: Date): number {
  const remainingMs = Math.min(Date.parse(until) - now.getTime(), LONGEST_WAIT_MS);
  return Math.max(1, Math.ceil(remainingMs / 1000));
}
