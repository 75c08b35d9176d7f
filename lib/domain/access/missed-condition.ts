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

/** The first condition that does not hold; null if all do. What a device has not told matches nothing. */
export function missedCondition(traits: DeviceTraits, conditions: AccessConditions): MissedCondition | null {
  const osVersion = traits.os === null ? null : versionIn(traits.os);
  const { deviceType, model, os, userAgent, protocolVersion, address } = traits;
  const { network } = conditions;
  const checks: [keyof AccessConditions, string | null, boolean][] = [
    ['deviceType', deviceType, fits(deviceType, conditions.deviceType)],
    ['model', model, fits(model, conditions.model)],
    ['os', os, fits(os, conditions.os)],
    ['osVersion', osVersion, isWithin(osVersion, conditions.osVersion)],
    ['userAgent', userAgent, fits(userAgent, conditions.userAgent)],
    ['protocolVersion', protocolVersion, isWithin(protocolVersion, conditions.protocolVersion)],
    ['network', address, network === undefined || (address !== null && matchesNetwork(address, network))],
  ];
  const missed = checks.find(([, , holds]) => !holds);
  return missed ? { condition: missed[0], actual: missed[1] } : null;
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
