import type { DeviceFacts } from '@/lib/domain/devices/device-facts';
import type { EffectivePolicy } from '@/lib/domain/policies/effective-policy';
import { policyHash } from '@/lib/domain/policies/policy-document';

/** Where a device stands with the loop guard before its next round. */
export type LoopStanding =
  /** Nothing may be demanded or handed out before `until`. */
  | { kind: 'paused'; until: Date }
  /** Nothing of what was counted before holds any more. */
  | { kind: 'anew' }
  /** The pause is over: it may show once more that nothing has changed. */
  | { kind: 'trial' }
  | { kind: 'counting' };

type Guarded = Pick<DeviceFacts, 'policyDemandsSince' | 'policyPausedUntil' | 'policyStoppedFor' | 'effectivePolicy'>;

/** Whether a device is stopped, tried again, or just counted. Pure. */
export function loopStanding(device: Guarded, now: Date, windowMs: number): LoopStanding {
  const { policyDemandsSince: since, policyPausedUntil: until, policyStoppedFor, effectivePolicy } = device;
  const isOld = since === null || now.getTime() - since.getTime() >= windowMs;
  if (until !== null) {
    if (policyStoppedFor !== policyFingerprint(effectivePolicy)) return { kind: 'anew' };
    if (now < until) return { kind: 'paused', until };
    // The count that led to the pause began before it ended; one that began later is that of the trial.
    return !isOld && since >= until ? { kind: 'counting' } : { kind: 'trial' };
  }
  return { kind: isOld ? 'anew' : 'counting' };
}

/** The newest version carries every setting: whatever is changed changes this. */
const NEWEST_VERSION = '16.1';

/** Stands for what a device is told and how its answers are judged: if this changes, a new try is worth while. */
export function policyFingerprint(policy: EffectivePolicy): string {
  const rules = [policy.allowNonProvisionable, policy.treatPartialAsCompliant, policy.treatExternalAsCompliant];
  return `${policyHash(policy.settings, NEWEST_VERSION)}/${rules.map(Number).join('')}`;
}
