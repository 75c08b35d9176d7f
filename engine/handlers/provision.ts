import { type Answer, documentAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { recordDeviceInformation } from '@/lib/domain/devices/record-device-information';
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
  const information = await keepDeviceInformation(exchange, request);
  if (provisionPhase(request) === 'acknowledgement') return acknowledgePolicies(exchange, request);
  return documentAnswer(writeProvisionResponse({ ...(await initial(exchange, request)), ...information }));
}

async function initial(exchange: Exchange, request: ProvisionRequest): Promise<ProvisionResponse> {
  // A report on an order that has ended, an empty request for one that was cancelled, or device information alone.
  if (provisionPhase(request) !== 'initial' || request.policies.length === 0)
    return { status: provisionStatus.success };
  return issuePolicies(exchange, request);
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
