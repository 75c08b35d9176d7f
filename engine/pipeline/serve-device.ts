import { type Answer, type FinalAnswer, documentAnswer, emptyAnswer, statusAnswer } from '@/engine/answer';
import type { Exchange, RequestBody } from '@/engine/exchange';
import { keepDeviceInformation, provisionRequestOf } from '@/engine/handlers/provision';
import { canCarry, provisionCommand } from '@/engine/handlers/provision-command';
import { findHandler } from '@/engine/handlers/registry';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { provisionPhase, provisionStatus, writeProvisionResponse } from '@/lib/protocol/eas/provision';
import { commonStatus } from '@/lib/protocol/eas/status';
import { recordDeviceInformation } from '@/lib/domain/devices/record-device-information';
import { readSettingsRequest } from '@/lib/protocol/eas/settings';
import { quarantined, serveQuarantined } from '@/engine/quarantine/serve-quarantined';
import { WbxmlError } from '@/lib/protocol/wbxml/wbxml-error';
import {
  accessOf,
  dependsOnDevice,
  enforceOpenRefusal,
  refuse,
  refuseBeyondVersion,
  refuseBlocked,
} from './decide-access';
import { demandForCommand, demandForPolicy } from './demand-provision';
import { slowDownPing } from './slow-down-ping';
import { statusContext } from './status-context';

// Implementation notes
// - The order of the stages is a promise: an open command comes before everything, also before a block, so that a blocked
//   phone is still wiped; then access; then policy; then the handler. Only the handler sees data, and in quarantine it has
//   no mail store but the one with the notice.
// - What was decided may be overtaken while the handler works: before an answer leaves, the wake log says whether an order
//   or another decision has arrived meanwhile, and then all is decided anew.

/**
 * Everything after sign-in: decides from the facts, and serves the command if the device may have it. What it does is
 * counted, unless it could not be served through no fault of its own.
 */
export async function serveDevice(exchange: Exchange, readBody: () => Promise<RequestBody>): Promise<Answer> {
  let read: RequestBody | null = null;
  const body = once(async () => (read = await readBody()));
  try {
    const answer = await serve(exchange, body);
    await exchange.engine.rates.note(exchange, read);
    return slowDownPing(exchange, answer);
  } catch (error) {
    if (isMalformed(error)) await exchange.engine.rates.note(exchange, read);
    throw error;
  }
}

const isMalformed = (error: unknown): boolean => error instanceof EasFormatError || error instanceof WbxmlError;

async function serve(exchange: Exchange, body: () => Promise<RequestBody>): Promise<Answer> {
  if (exchange.request.line.command === 'Provision') return serveProvision({ ...exchange, ...(await body()) });
  const heard = await hearDevice(exchange, body);
  const { refused, current } = await decide(heard);
  if (refused) return refused;
  if (current.isQuarantined) {
    const answer = await serveQuarantined(current, body);
    return answer.kind === 'hold' ? answer : unlessOverruled(heard, answer, true);
  }
  const handler = findHandler(exchange.request.line.command, exchange.request.line.protocolVersion);
  if (!handler) return statusAnswer(commonStatus.commandNotSupported, statusContext(exchange));
  const answer = await handler({ ...current, ...(await body()) });
  return answer.kind === 'hold' ? answer : unlessOverruled(heard, answer, false);
}

function once<Result>(read: () => Promise<Result>): () => Promise<Result> {
  let reading: Promise<Result> | undefined;
  return () => (reading ??= read());
}

/** A device that a rule keeps out is heard all the same when it tells about itself: it may have been updated. */
async function hearDevice(exchange: Exchange, readBody: () => Promise<RequestBody>): Promise<Exchange> {
  const { ctx, facts, request } = exchange;
  if (request.line.command !== 'Settings' || facts.openCommand) return exchange;
  if (!dependsOnDevice(await accessOf(exchange))) return exchange;
  const { document } = await readBody();
  for (const query of document ? readSettingsRequest(document).queries : []) {
    if (query.property !== 'DeviceInformation' || query.action !== 'set') continue;
    await recordDeviceInformation(ctx, { deviceId: facts.id, information: query.device });
  }
  return { ...exchange, facts: (await findDeviceFacts(ctx, facts)) ?? facts };
}

type Verdict = {
  /** Why the device gets no data, as the answer; null if it may have what `current` gives. */
  readonly refused: Answer | null;
  /** The exchange as it is to be served: in quarantine, over another mail store. */
  readonly current: Exchange;
};

async function decide(exchange: Exchange): Promise<Verdict> {
  const refused = (await enforceOpenRefusal(exchange)) ?? demandForCommand(exchange);
  if (refused) return { refused, current: exchange };
  const access = await accessOf(exchange);
  if (access.level === 'quarantined') return { refused: null, current: quarantined(exchange, access) };
  const refusedOrAsked =
    (await refuseBlocked(exchange, access)) ??
    (await refuseBeyondVersion(exchange)) ??
    (await demandForPolicy(exchange));
  return { refused: refusedOrAsked, current: exchange };
}

async function unlessOverruled(exchange: Exchange, answer: FinalAnswer, wasQuarantined: boolean): Promise<FinalAnswer> {
  const { engine, request, facts } = exchange;
  if (!engine.held.isOverruled(request.since, facts)) return answer;
  return redecide(exchange, (current) => {
    const isSame = current.isQuarantined === wasQuarantined;
    // Made in one world, it must not be told in the other.
    return Promise.resolve(isSame ? answer : statusAnswer(commonStatus.serverErrorRetryLater, statusContext(current)));
  });
}

/** Reads the facts anew; `serve` answers only if the device may still have data, or the notice. */
export async function redecide(
  exchange: Exchange,
  serve: (current: Exchange) => Promise<FinalAnswer>,
): Promise<FinalAnswer> {
  const facts = await findDeviceFacts(exchange.ctx, exchange.facts);
  // The device was removed: it has nothing to come for, and registers anew with its next request.
  if (!facts) return statusAnswer(commonStatus.serverErrorRetryLater, statusContext(exchange));
  const { refused, current } = await decide({ ...exchange, facts });
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
  const current = await withInformation({ ...exchange, facts });
  // A device in quarantine may provision: there is no data in it, and it tells about itself there.
  const blocked = (await refuseBlocked(current, await accessOf(current))) ?? (await refuseBeyondVersion(current));
  if (blocked) return blocked;
  const handler = findHandler('Provision', exchange.request.line.protocolVersion);
  return handler ? handler(current) : statusAnswer(commonStatus.commandNotSupported, statusContext(exchange));
}

/** As above, of what it tells with Provision. */
async function withInformation(exchange: Exchange): Promise<Exchange> {
  if (!dependsOnDevice(await accessOf(exchange))) return exchange;
  await keepDeviceInformation(exchange, provisionRequestOf(exchange));
  return { ...exchange, facts: (await findDeviceFacts(exchange.ctx, exchange.facts)) ?? exchange.facts };
}
