import type { DeviceFacts } from '@/lib/domain/devices/device-facts';
import { policyHash } from '@/lib/domain/policies/policy-document';
import { isTolerated } from '@/lib/domain/policies/policy-tolerance';
import { uncarriedDemands } from '@/lib/domain/policies/uncarried-demands';
import { commonStatus } from '@/lib/protocol/eas/status';
import type { PolicyKey } from '@/lib/protocol/http/policy-key';

const HOUR_MS = 3_600_000;

/** Statuses that ask a device to provision. */
export type PolicyDemand = 141 | 142 | 143 | 144;

export type Presented = {
  readonly policyKey: PolicyKey;
  readonly protocolVersion: string;
  readonly userAgent: string | null;
};

/**
 * Whether the device has to provision before it gets data, and with what status it is told; null if it need not.
 *
 * @see [MS-ASPROV] 3.2.5.1, [MS-ASCMD] 2.2.2 Common Status Codes 141 to 144
 */
export function policyDemand(facts: DeviceFacts, presented: Presented, now: Date): PolicyDemand | null {
  const { settings, allowNonProvisionable } = facts.effectivePolicy;
  if (settings === null) return isToBeReleased(facts, presented.protocolVersion) ? commonStatus.invalidPolicyKey : null;
  const { policyKey } = presented;
  if (policyKey.kind === 'absent' || isNotProvisionable(presented.userAgent)) {
    // Only a device without the very field cannot provision; one that sends 0 has not done so yet.
    if (allowNonProvisionable) return null;
    if (policyKey.kind === 'absent') return commonStatus.legacyDeviceOnStrictPolicy;
  }
  const key = policyKey.kind === 'present' ? policyKey.value : 0;
  if (key === 0 || facts.policyKey === null) return commonStatus.deviceNotProvisioned;
  if (key !== facts.policyKey) return commonStatus.invalidPolicyKey;
  // Let in with its answer once, under a policy that has become stricter: it is asked again, and then refused.
  if (!isTolerated(facts.policyState, facts.effectivePolicy)) return commonStatus.invalidPolicyKey;
  return staleness(facts, presented.protocolVersion, now);
}

/**
 * Whether what the device acknowledged last is still what it would be told now. For a Ping, which carries no key, and
 * for requests that are held.
 */
export function isFollowingItsPolicy(facts: DeviceFacts, now: Date): boolean {
  const { settings, allowNonProvisionable } = facts.effectivePolicy;
  if (isBeyondVersion(facts, facts.protocolVersion)) return false;
  // A device that never gets there was told often enough; whether it is let in is decided at its other requests.
  if (facts.policyState === 'looping' && allowNonProvisionable) return true;
  if (settings === null) return !isToBeReleased(facts, facts.protocolVersion);
  if (facts.policyKey === null) return allowNonProvisionable;
  if (!isTolerated(facts.policyState, facts.effectivePolicy)) return false;
  return staleness(facts, facts.protocolVersion, now) === null;
}

/** Whether the policy demands what this version cannot carry, and lets in only devices that it can be told to. */
export function isBeyondVersion({ effectivePolicy }: DeviceFacts, protocolVersion: string): boolean {
  const { settings, allowNonProvisionable } = effectivePolicy;
  return !allowNonProvisionable && uncarriedDemands(settings, protocolVersion).length > 0;
}

function staleness(facts: DeviceFacts, protocolVersion: string, now: Date): PolicyDemand | null {
  const { settings, refreshIntervalHours } = facts.effectivePolicy;
  if (facts.policyHash !== policyHash(settings, protocolVersion)) return commonStatus.invalidPolicyKey;
  if (refreshIntervalHours === null || facts.policyKeyAt === null) return null;
  const ageMs = now.getTime() - facts.policyKeyAt.getTime();
  return ageMs >= refreshIntervalHours * HOUR_MS ? commonStatus.policyRefresh : null;
}

/** Nothing is enforced any more, but the device still follows what it was told before: it has to be told. */
function isToBeReleased({ policyHash: known }: DeviceFacts, protocolVersion: string): boolean {
  return known !== null && known !== policyHash(null, protocolVersion);
}

/** Desktop Outlook and Microsoft's connectivity test send a key field and cannot provision all the same. */
function isNotProvisionable(userAgent: string | null): boolean {
  return /^(Microsoft\.?)?Outlook\/1[56]\.|^Microsoft\.Outlook|TestActiveSyncConnectivity/i.test(userAgent ?? '');
}
