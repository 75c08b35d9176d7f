import { type Answer, type FinalAnswer, documentAnswer, emptyAnswer, statusAnswer } from '@/engine/answer';
import type { Exchange, RequestBody } from '@/engine/exchange';
import { keepDeviceInformation, provisionRequestOf } from '@/engine/handlers/provision';
import { canCarry, provisionCommand } from '@/engine/handlers/provision-command';
import { findHandler } from '@/engine/handlers/registry';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { provisionPhase, provisionStatus, writeProvisionResponse } from '@/lib/protocol/eas/provision';
import { commonStatus } from '@/lib/protocol/eas/status';
import { enforceOpenRefusal, refuse, refuseBeyondVersion, refuseBlocked } from './decide-access';
import { demandForCommand, demandForPolicy } from './demand-provision';
import { statusContext } from './status-context';

// Implementation notes
// - The order of the stages is a promise: an open command comes before everything, also before a block, so that a blocked
//   phone is still wiped; then access; then policy; then the handler. Only the handler sees data.
// - What was decided may be overtaken while the handler works: before an answer leaves, the wake log says whether an order
//   or another decision has arrived meanwhile, and then all is decided anew.

/** Everything after sign-in: decides from the facts, and serves the command if the device may have it. */
export async function serveDevice(exchange: Exchange, readBody: () => Promise<RequestBody>): Promise<Answer> {
  if (exchange.request.line.command === 'Provision') return serveProvision({ ...exchange, ...(await readBody()) });
  const refused = await decide(exchange);
  if (refused) return refused;
  const handler = findHandler(exchange.request.line.command, exchange.request.line.protocolVersion);
  if (!handler) return statusAnswer(commonStatus.commandNotSupported, statusContext(exchange));
  const answer = await handler({ ...exchange, ...(await readBody()) });
  return answer.kind === 'hold' ? answer : unlessOverruled(exchange, answer);
}

/** Why the device gets no data, as the answer; null if it may have it. */
async function decide(exchange: Exchange): Promise<Answer | null> {
  return (
    (await enforceOpenRefusal(exchange)) ??
    demandForCommand(exchange) ??
    (await refuseBlocked(exchange)) ??
    (await refuseBeyondVersion(exchange)) ??
    (await demandForPolicy(exchange))
  );
}

async function unlessOverruled(exchange: Exchange, answer: FinalAnswer): Promise<FinalAnswer> {
  const { engine, request, facts } = exchange;
  if (!engine.held.isOverruled(request.since, facts)) return answer;
  return redecide(exchange, () => Promise.resolve(answer));
}

/** Reads the facts anew; `serve` answers only if the device may still have data. */
export async function redecide(
  exchange: Exchange,
  serve: (current: Exchange) => Promise<FinalAnswer>,
): Promise<FinalAnswer> {
  const facts = await findDeviceFacts(exchange.ctx, exchange.facts);
  // The device was removed: it has nothing to come for, and registers anew with its next request.
  if (!facts) return statusAnswer(commonStatus.serverErrorRetryLater, statusContext(exchange));
  const current = { ...exchange, facts };
  const refused = await decide(current);
  if (!refused) return serve(current);
  return refused.kind === 'hold' ? emptyAnswer : refused;
}

async function serveProvision(exchange: Exchange): Promise<Answer> {
  const { facts, request, ctx, log } = exchange;
  const refused = await enforceOpenRefusal(exchange);
  if (refused) return refused;
  const provision = provisionRequestOf(exchange);
  const command = facts.openCommand;
  const { address, line } = request;
  if (command && command.method !== 'refuse_access') {
    if (!canCarry(command, line.protocolVersion)) return refuse(exchange, 'order_needs_16.1');
    const information = await keepDeviceInformation(exchange, provision);
    const meeting = { ctx, command, request: provision, address, log, protocolVersion: line.protocolVersion };
    const answer = await provisionCommand({ ...meeting, ...information, proof: 'password' });
    if (answer) return answer;
  } else if (provisionPhase(provision) === 'wipe-report') {
    // It reports again on an order that has ended: it may not have got the answer, and is owed no more than that.
    return documentAnswer(writeProvisionResponse({ status: provisionStatus.success }));
  }
  // The order was cancelled a moment ago, or there was none: the policy phases.
  return servePolicyPhase(exchange);
}

async function servePolicyPhase(exchange: Exchange): Promise<Answer> {
  const facts = exchange.facts.openCommand ? await findDeviceFacts(exchange.ctx, exchange.facts) : exchange.facts;
  if (!facts || facts.openCommand) {
    return statusAnswer(commonStatus.serverErrorRetryLater, statusContext(exchange));
  }
  const current = { ...exchange, facts };
  const blocked = (await refuseBlocked(current)) ?? (await refuseBeyondVersion(current));
  if (blocked) return blocked;
  const handler = findHandler('Provision', exchange.request.line.protocolVersion);
  return handler ? handler(current) : statusAnswer(commonStatus.commandNotSupported, statusContext(exchange));
}
