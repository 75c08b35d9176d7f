import type { CarriedDecision } from '@/lib/domain/continuity/contract';
import { lowerCase } from '@/lib/domain/enum-case';

/** What was decided about a device, as the database spells it. */
export interface DecidedDevice {
  accessOverride: 'AUTOMATIC' | 'ALLOW' | 'BLOCK';
  blockReason: 'BY_HAND' | 'WIPED' | 'DELETED' | null;
  accessDecidedAt: Date | null;
  accessDecidedBy: string | null;
}

/**
 * What of a former device can be carried over to the one that it probably is now; null: nothing. A block, also that after a
 * wipe, can unless the new one is refused already; an allowance only if nobody has decided about the new one.
 */
export function carriedDecision(current: DecidedDevice, former: DecidedDevice): CarriedDecision | null {
  const isRefused = (device: DecidedDevice) => device.accessOverride === 'BLOCK' || device.blockReason !== null;
  if (isRefused(current)) return null;
  const by = { decidedAt: former.accessDecidedAt?.toISOString() ?? null, decidedBy: former.accessDecidedBy };
  if (isRefused(former)) {
    return { decision: 'block', because: former.blockReason ? lowerCase(former.blockReason) : 'by_hand', ...by };
  }
  if (former.accessOverride !== 'ALLOW' || current.accessOverride !== 'AUTOMATIC') return null;
  return { decision: 'allow', because: 'by_hand', ...by };
}
