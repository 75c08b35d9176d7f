import type { PolicyState } from '@/lib/db/generated/enums';
import { lowerCase } from '@/lib/domain/enum-case';
import type { PolicyRules, PolicySettingName, PolicySettings } from '@/lib/domain/policies/contract';
import { policyHash } from '@/lib/domain/policies/policy-document';
import { withoutSettings } from '@/lib/domain/policies/without-settings';

type Tolerance = Pick<PolicyRules, 'allowNonProvisionable' | 'treatPartialAsCompliant' | 'treatExternalAsCompliant'>;

/** Whether the policy lets a device in that stands to it so. One that was told and has not answered is not judged yet. */
export function isTolerated(state: Lowercase<PolicyState>, policy: Tolerance): boolean {
  return policy.allowNonProvisionable || state === 'told' || countsAsCompliant(state, policy);
}

/** What a device has acknowledged, and what it is exempt from. */
export type PolicyStanding = {
  policyState: PolicyState;
  policyHash: string | null;
  protocolVersion: string;
  exemptSettings: readonly PolicySettingName[];
};

/**
 * Whether a device counts as one that complies: it has acknowledged exactly what its version can carry of the policy as it
 * is now, and all of it, unless its policy takes a part, or another management, for as good.
 */
export function isCompliant(device: PolicyStanding, policy: Tolerance & { settings: PolicySettings }): boolean {
  const settings = withoutSettings(policy.settings, device.exemptSettings);
  const isCurrent = device.policyHash === policyHash(settings, device.protocolVersion);
  return isCurrent && countsAsCompliant(lowerCase(device.policyState), policy);
}

function countsAsCompliant(state: Lowercase<PolicyState>, policy: Tolerance): boolean {
  if (state === 'partial') return policy.treatPartialAsCompliant;
  if (state === 'external') return policy.treatExternalAsCompliant;
  return state === 'applied';
}
