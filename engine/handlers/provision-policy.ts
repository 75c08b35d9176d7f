import { type Answer, documentAnswer, statusAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { statusContext } from '@/engine/pipeline/status-context';
import { acknowledgePolicy } from '@/lib/domain/policies/acknowledge-policy';
import { issuePolicy } from '@/lib/domain/policies/issue-policy';
import { provisionSettings } from '@/lib/domain/policies/policy-document';
import {
  type IssuedPolicy,
  policyAnswer,
  policyStatus,
  type ProvisionRequest,
  type ProvisionResponse,
  provisionStatus,
  type RequestedPolicy,
  policyTypeOf,
  writeProvisionResponse,
} from '@/lib/protocol/eas/provision';
import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { writeProvisionDocument } from '@/lib/protocol/eas/provision-document';
import { writeWapProvisioning } from '@/lib/protocol/eas/wap-provisioning';

/**
 * First phase: the document of the policy in force, with a key that is good for the acknowledgement only.
 *
 * @see [MS-ASPROV] 3.2.5.1.1
 */
export async function issuePolicies(exchange: Exchange, { policies }: ProvisionRequest): Promise<ProvisionResponse> {
  if (policies.some(({ policyType }) => !policyType)) return { status: provisionStatus.protocolError };
  const ownType = policyTypeOf(exchange.request.line.protocolVersion);
  const issued: IssuedPolicy[] = [];
  for (const { policyType = '' } of policies) {
    if (policyType === ownType) issued.push(await issueOne(exchange));
    else issued.push({ policyType, status: policyStatus.unknownType });
  }
  return { status: provisionStatus.success, policies: issued };
}

async function issueOne({ ctx, facts, request }: Exchange): Promise<IssuedPolicy> {
  const { protocolVersion } = request.line;
  const policyType = policyTypeOf(protocolVersion);
  const { settings } = facts.effectivePolicy;
  // A device that was never told anything has nothing to be released from: "no policy". Another one gets a document
  // that demands nothing, so that it takes back what it was told before.
  if (settings === null && facts.policyHash === null) return { policyType, status: policyStatus.noPolicy };
  const { temporaryKey } = await issuePolicy(ctx, facts, protocolVersion);
  const told = provisionSettings(settings);
  const data =
    protocolVersion === LEGACY_VERSION
      ? { wapText: writeWapProvisioning(told) }
      : { document: writeProvisionDocument(told, protocolVersion) };
  return { policyType, status: policyStatus.success, policyKey: temporaryKey, ...data };
}

/**
 * Second phase: the device says what it made of the policy, and gets its permanent key.
 *
 * @see [MS-ASPROV] 3.2.5.1.2.1
 */
export async function acknowledgePolicies(exchange: Exchange, { policies }: ProvisionRequest): Promise<Answer> {
  const answered: IssuedPolicy[] = [];
  for (const policy of policies) {
    const result = await acknowledgeOne(exchange, policy);
    // [MS-ASPROV] 3.2.5.1.2.1: 139 and 145 stand for the whole answer
    if (typeof result === 'number') return statusAnswer(result, statusContext(exchange));
    answered.push(result);
  }
  return documentAnswer(writeProvisionResponse({ status: provisionStatus.success, policies: answered }));
}

async function acknowledgeOne(
  exchange: Exchange,
  { policyType: named, policyKey = 0, status = policyAnswer.notApplied }: RequestedPolicy,
): Promise<IssuedPolicy | number> {
  const { ctx, facts, request } = exchange;
  const ownType = policyTypeOf(request.line.protocolVersion);
  const policyType = named ?? ownType;
  if (policyType !== ownType) return { policyType, status: policyStatus.unknownType };
  const result = await acknowledgePolicy(ctx, facts, { temporaryKey: policyKey, clientStatus: status });
  exchange.log.info({ outcome: result.outcome, clientStatus: status }, 'Policy acknowledged');
  if (result.outcome === 'refused') return result.easStatus;
  // The text says Provision Status 5, which is only defined for the policy; Exchange puts it there.
  if (result.outcome === 'wrong_key') return { policyType, status: policyStatus.keyMismatch };
  await exchange.keepPassword();
  return { policyType, status: policyStatus.success, policyKey: result.key };
}
