import type { AccessLevel, AccessTraceStep, BlockReason } from '@/lib/domain/devices/contract';

/** All that the decision depends on. */
export interface AccessFacts {
  accessOverride: 'automatic' | 'allow' | 'block';
  blockReason: BlockReason | null;
}

export interface AccessDecision {
  level: AccessLevel;
  /** Why the device is refused; null if it is allowed. */
  reason: BlockReason | null;
  /** The steps up to the one that decided, in order. */
  trace: AccessTraceStep[];
}

/**
 * Decides whether a device may have data, and says why. A refusal always beats an allowance: a device that was wiped or
 * deleted stays refused until a person allows it again, which takes the reason away. Allowed by hand only says that the
 * rules below it are not asked.
 *
 * `lib/domain/devices/device-conditions.ts` says the same in SQL.
 */
export function decideAccess({ accessOverride, blockReason }: AccessFacts): AccessDecision {
  const trace: AccessTraceStep[] = [];
  const refuse = (rule: AccessTraceStep['rule'], reason: BlockReason): AccessDecision => {
    return { level: 'blocked', reason, trace: [...trace, { rule, outcome: 'blocked' }] };
  };

  if (blockReason === 'wiped') return refuse('wiped', 'wiped');
  trace.push({ rule: 'wiped', outcome: 'passed' });
  if (blockReason === 'deleted') return refuse('deleted', 'deleted');
  trace.push({ rule: 'deleted', outcome: 'passed' });
  if (accessOverride === 'block' || blockReason === 'by_hand') return refuse('override_block', 'by_hand');
  trace.push({ rule: 'override_block', outcome: 'passed' });

  const rule = accessOverride === 'allow' ? 'override_allow' : 'default';
  return { level: 'allowed', reason: null, trace: [...trace, { rule, outcome: 'allowed' }] };
}
