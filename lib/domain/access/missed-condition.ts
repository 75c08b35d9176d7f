import { compareVersions, versionIn } from '@/lib/domain/access/compare-versions';
import type { AccessConditions } from '@/lib/domain/access/contract';
import { matchesNetwork } from '@/lib/domain/access/matches-network';
import { matchesPattern } from '@/lib/domain/access/matches-pattern';

/** What a device has told about itself, and where it calls from; null: it has not. */
export interface DeviceTraits {
  deviceType: string;
  model: string | null;
  os: string | null;
  userAgent: string | null;
  protocolVersion: string;
  address: string | null;
}

export interface MissedCondition {
  condition: keyof AccessConditions;
  /** What the device has instead; null: it has not told. */
  actual: string | null;
}

/**
 * The first condition that does not hold; null if all do. What a device has not told matches nothing. Asked of every rule
 * for every device when rules are tried, so it stops at the first, and looks at nothing that no condition speaks of.
 */
export function missedCondition(traits: DeviceTraits, conditions: AccessConditions): MissedCondition | null {
  const { deviceType, model, os, userAgent, protocolVersion, address } = traits;
  if (!fits(deviceType, conditions.deviceType)) return { condition: 'deviceType', actual: deviceType };
  if (!fits(model, conditions.model)) return { condition: 'model', actual: model };
  if (!fits(os, conditions.os)) return { condition: 'os', actual: os };
  if (conditions.osVersion) {
    const osVersion = os === null ? null : versionIn(os);
    if (!isWithin(osVersion, conditions.osVersion)) return { condition: 'osVersion', actual: osVersion };
  }
  if (!fits(userAgent, conditions.userAgent)) return { condition: 'userAgent', actual: userAgent };
  if (!isWithin(protocolVersion, conditions.protocolVersion)) {
    return { condition: 'protocolVersion', actual: protocolVersion };
  }
  const { network } = conditions;
  if (network === undefined || (address !== null && matchesNetwork(address, network))) return null;
  return { condition: 'network', actual: address };
}

function fits(value: string | null, patterns: readonly string[] | undefined): boolean {
  if (patterns === undefined) return true;
  return value !== null && patterns.some((pattern) => matchesPattern(value, pattern));
}

function isWithin(version: string | null, range: AccessConditions['osVersion']): boolean {
  if (range === undefined) return true;
  if (version === null) return false;
  const { from, below } = range;
  if (from !== undefined && compareVersions(version, from) < 0) return false;
  return below === undefined || compareVersions(version, below) < 0;
}
