import { lowerCase } from '@/lib/domain/enum-case';
import type { PolicyRules, PolicySettings } from '@/lib/domain/policies/contract';
import { policyHash } from '@/lib/domain/policies/policy-document';
import { isCompliant, isTolerated, type PolicyStanding } from '@/lib/domain/policies/policy-tolerance';
import { uncarriedDemands } from '@/lib/domain/policies/uncarried-demands';
import { withoutSettings } from '@/lib/domain/policies/without-settings';

/** What decides how a device stands to a policy. */
export type PolicyTerms = Omit<PolicyRules, 'refreshIntervalHours'> & { settings: PolicySettings };

// Null stands for no policy: nothing is demanded then, nobody is refused for it, and nobody complies with anything.

/**
 * Whether the device has acknowledged a policy before, would be told something else, and has not acknowledged just that
 * earlier on.
 */
export function mustProvisionAgain(
  device: PolicyStanding,
  before: PolicyTerms | null,
  after: PolicyTerms | null,
): boolean {
  const hashOf = (terms: PolicyTerms | null) =>
    policyHash(terms && withoutSettings(terms.settings, device.exemptSettings), device.protocolVersion);
  const wanted = hashOf(after);
  if (wanted === hashOf(before)) return false;
  return device.policyHash !== null && device.policyHash !== wanted;
}

/** Whether the device complies now, and will not until it has confirmed, or ever, under stricter rules. */
export function fallsOut(device: PolicyStanding, before: PolicyTerms | null, after: PolicyTerms | null): boolean {
  return before !== null && after !== null && isCompliant(device, before) && !isCompliant(device, after);
}

/**
 * Whether the device is let in with the answer it gave, and will be refused with it, or since its version cannot carry what
 * is demanded.
 */
export function losesAccess(device: PolicyStanding, before: PolicyTerms | null, after: PolicyTerms | null): boolean {
  return isLetIn(device, before) && !isLetIn(device, after);
}

function isLetIn({ policyState, exemptSettings, protocolVersion }: PolicyStanding, terms: PolicyTerms | null): boolean {
  if (terms === null || terms.allowNonProvisionable) return true;
  const settings = withoutSettings(terms.settings, exemptSettings);
  return isTolerated(lowerCase(policyState), terms) && uncarriedDemands(settings, protocolVersion).length === 0;
}
