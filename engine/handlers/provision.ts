import { type Answer, documentAnswer, tryLater } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { recordDeviceInformation } from '@/lib/domain/devices/record-device-information';
import { countPolicyRound, type PolicyRound } from '@/lib/domain/policies/count-policy-round';
import {
  provisionPhase,
  type ProvisionRequest,
  type ProvisionResponse,
  provisionStatus,
  readProvisionRequest,
  writeProvisionResponse,
} from '@/lib/protocol/eas/provision';
import { acknowledgePolicies, issuePolicies } from './provision-policy';

/** The request of any phase; no body is the same as an empty document. */
export const provisionRequestOf = ({ document }: Pick<Exchange, 'document'>): ProvisionRequest =>
  document ? readProvisionRequest(document) : { policies: [] };

/**
 * Policy phases of Provision, for a device without an open command.
 *
 * @see [MS-ASPROV] 3.2.5.1 Provision Command
 */
export async function provision(exchange: Exchange): Promise<Answer> {
  const request = provisionRequestOf(exchange);
  if (provisionPhase(request) === 'acknowledgement') {
    await keepDeviceInformation(exchange, request);
    return acknowledgePolicies(exchange, request);
  }
  // A report on an order that has ended, an empty request for one that was cancelled, or device information alone.
  const asksForPolicy = provisionPhase(request) === 'initial' && request.policies.length > 0;
  const round = asksForPolicy ? await countRound(exchange) : null;
  if (round !== null && round.retryAfterSeconds !== null) {
    exchange.log.info({ retryAfterSeconds: round.retryAfterSeconds }, 'No policy handed out: no progress');
    return tryLater(round.retryAfterSeconds);
  }
  const response: ProvisionResponse = round
    ? await issuePolicies({ ...exchange, facts: round.facts }, request)
    : { status: provisionStatus.success };
  return documentAnswer(writeProvisionResponse({ ...response, ...(await keepDeviceInformation(exchange, request)) }));
}

/** What is handed out anew and brings no progress is counted; "no policy" is no loop. */
async function countRound({ ctx, facts }: Exchange): Promise<PolicyRound> {
  const isTold = facts.effectivePolicy.settings !== null || facts.policyHash !== null;
  return isTold ? countPolicyRound(ctx, facts, 'document') : { retryAfterSeconds: null, facts };
}

/**
 * What a device says about itself, from 14.1 on in its first request.
 *
 * Deviates from [MS-ASPROV] 3.1.5.1, which has 165 for a request without it: clients that leave it out are served.
 */
export async function keepDeviceInformation(
  { ctx, facts }: Exchange,
  { deviceInformation: information }: ProvisionRequest,
): Promise<{ deviceInformationStatus?: number }> {
  if (!information) return {};
  await recordDeviceInformation(ctx, { deviceId: facts.id, information });
  return { deviceInformationStatus: provisionStatus.success };
}
