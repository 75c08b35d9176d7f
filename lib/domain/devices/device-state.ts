import type { Device, ListingState } from '@/lib/db/generated/client';
import type { DevicePolicyState, DeviceState } from '@/lib/domain/devices/contract';
import { lowerCase } from '@/lib/domain/enum-case';
import type { EffectivePolicy } from '@/lib/domain/policies/effective-policy';

const SILENT_AFTER_MS = 30 * 24 * 60 * 60_000;

/** A device whose last contact is older than this is silent. */
export const silentBefore = (now: Date): Date => new Date(now.getTime() - SILENT_AFTER_MS);

/**
 * Where the device stands, in one word. What the database knows (an open command, wiped, removed, blocked) comes first;
 * of the others, those without contact for 30 days are silent.
 */
export function deviceState(device: { state: ListingState; lastContactAt: Date }, now: Date): DeviceState {
  if (device.state !== 'NORMAL') return lowerCase(device.state);
  return device.lastContactAt < silentBefore(now) ? 'silent' : 'active';
}

type PolicyColumns = Pick<Device, 'policyState' | 'policyHash'>;

/**
 * How far the device follows the policy that is in force now, by what it has answered to, accepted or not.
 *
 * @param effectiveHash what its version is to be told now
 */
export function devicePolicyState(
  device: PolicyColumns,
  { origin, effectiveHash }: { origin: EffectivePolicy['origin']; effectiveHash: string },
): DevicePolicyState {
  if (origin === 'exception') return 'exempt';
  const hasAcknowledged =
    device.policyState === 'APPLIED' || device.policyState === 'PARTIAL' || device.policyState === 'EXTERNAL';
  if (hasAcknowledged && device.policyHash !== effectiveHash) return 'outdated';
  return lowerCase(device.policyState);
}
