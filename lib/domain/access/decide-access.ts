import type { AutoBlock } from '@/lib/domain/auto-block/contract';
import { compareVersions } from '@/lib/domain/access/compare-versions';
import type { AccessConditions, AccessSettings } from '@/lib/domain/access/contract';
import { type DeviceTraits, missedCondition } from '@/lib/domain/access/missed-condition';
import type { AccessLevel, AccessTraceStep, BlockReason } from '@/lib/domain/devices/contract';

/** All that the decision depends on, of the device. */
export interface AccessFacts extends DeviceTraits {
  accessOverride: 'automatic' | 'allow' | 'block';
  blockReason: BlockReason | null;
  /** For what it is blocked for a while, at this moment. */
  autoBlock: AutoBlock | null;
  /** Whether phones may be used with the mailbox at all: its own switch, else that of its group. */
  isMailboxEnabled: boolean;
  /** Devices of the mailbox that were there before this one and take up a place. */
  earlierDevices: number;
}

/** A rule as it is asked. */
export interface AccessRule {
  name: string;
  level: AccessLevel;
  conditions: AccessConditions;
  isEnabled: boolean;
}

/** Why a device is refused or waits. */
export type RefusalReason = Exclude<AccessTraceStep['rule'], 'override_allow' | 'override_block'> | 'by_hand';

export interface AccessDecision {
  level: AccessLevel;
  /** Null if it is allowed. */
  reason: RefusalReason | null;
  /** The steps up to the one that decided, in order. */
  trace: AccessTraceStep[];
}

export type AccessLimits = Pick<AccessSettings, 'defaultLevel' | 'maxDevices' | 'minProtocolVersion' | 'autoBlock'>;

/**
 * Decides whether a device may have data, waits in quarantine or is refused, and says why. The steps, of which the first
 * that speaks decides: wiped or deleted (until a person allows it again, which takes the reason away), mailbox switched
 * off, blocked by hand, blocked for a while for its behaviour, allowed by hand, number of devices, oldest protocol
 * version, the rules in order, the default level. Whether it follows its policy is asked afterwards, elsewhere.
 */
export function decideAccess(facts: AccessFacts, rules: readonly AccessRule[], settings: AccessLimits): AccessDecision {
  const trace: AccessTraceStep[] = [];
  for (const step of steps(facts, rules, settings)) {
    trace.push(step);
    const { outcome, rule } = step;
    if (outcome !== 'passed') return { level: outcome, reason: outcome === 'allowed' ? null : reasonOf(rule), trace };
  }
  throw new Error('The default level always decides');
}

function reasonOf(rule: AccessTraceStep['rule']): RefusalReason {
  return rule === 'override_block' || rule === 'override_allow' ? 'by_hand' : rule;
}

function* steps(
  facts: AccessFacts,
  rules: readonly AccessRule[],
  { defaultLevel, maxDevices, minProtocolVersion, autoBlock }: AccessLimits,
): Generator<AccessTraceStep> {
  const { accessOverride, blockReason } = facts;
  const blockedIf = (rule: AccessTraceStep['rule'], isRefused: boolean): AccessTraceStep => {
    return { rule, outcome: isRefused ? 'blocked' : 'passed' };
  };
  yield blockedIf('wiped', blockReason === 'wiped');
  yield blockedIf('deleted', blockReason === 'deleted');
  yield blockedIf('mailbox_off', !facts.isMailboxEnabled);
  yield blockedIf('override_block', accessOverride === 'block' || blockReason === 'by_hand');
  if (autoBlock.isEnabled) {
    const step = blockedIf('auto_block', facts.autoBlock !== null);
    yield facts.autoBlock ? { ...step, autoBlock: facts.autoBlock } : step;
  }
  yield { rule: 'override_allow', outcome: accessOverride === 'allow' ? 'allowed' : 'passed' };
  if (maxDevices !== null) {
    const isTooMany = facts.earlierDevices >= maxDevices;
    const [limit, actual] = [String(maxDevices), String(facts.earlierDevices + 1)];
    yield { rule: 'device_limit', outcome: isTooMany ? 'quarantined' : 'passed', limit, actual };
  }
  if (minProtocolVersion !== null) {
    const actual = facts.protocolVersion;
    const step = blockedIf('protocol_version', compareVersions(actual, minProtocolVersion) < 0);
    yield { ...step, limit: minProtocolVersion, actual };
  }
  for (const [index, rule] of rules.entries()) yield askRule(facts, rule, index + 1);
  yield { rule: 'default', outcome: defaultLevel };
}

/** Millions of these are made when rules are tried on all devices: written out, since a spread costs as much as the rest. */
function askRule(
  facts: AccessFacts,
  { name, level, conditions, isEnabled }: AccessRule,
  position: number,
): AccessTraceStep {
  if (!isEnabled) return { rule: 'access_rule', position, name, outcome: 'passed', missed: 'off' };
  const missed = missedCondition(facts, conditions);
  if (!missed) return { rule: 'access_rule', position, name, outcome: level };
  const { condition, actual } = missed;
  if (actual === null) return { rule: 'access_rule', position, name, outcome: 'passed', missed: condition };
  return { rule: 'access_rule', position, name, outcome: 'passed', missed: condition, actual };
}
