import { PolicySettingName, PolicySettings, type EffectiveSetting } from '@/lib/domain/policies/contract';
import type { EffectivePolicy } from '@/lib/domain/policies/effective-policy';
import { documentVersion } from '@/lib/domain/policies/policy-document';
import { settingsCarriedBy } from '@/lib/protocol/eas/provision-document';

const initial = PolicySettings.parse({});

/**
 * Every setting with its value and what decides it. A value that nobody has set is the initial one, and comes from the
 * policy all the same: the device is told it.
 *
 * @param withoutExceptions the policy in force if there were no exceptions
 */
export function effectiveSettings(
  policy: EffectivePolicy,
  withoutExceptions: EffectivePolicy,
  protocolVersion: string,
): EffectiveSetting[] {
  const carried = new Set(settingsCarriedBy(documentVersion(protocolVersion)));
  const exempt = new Map(policy.exemptSettings.map((each) => [each.name, each]));
  return PolicySettingName.options.map((name): EffectiveSetting => {
    const partial = exempt.get(name);
    const isExempt = policy.origin === 'exception' || partial !== undefined;
    const endsAt = partial ? partial.endsAt : policy.exceptionEndsAt;
    return {
      name,
      value: (policy.settings ?? initial)[name],
      origin: isExempt ? 'exception' : policy.origin,
      exceptionId: partial?.exceptionId ?? policy.exceptionId,
      exceptionEndsAt: endsAt?.toISOString() ?? null,
      policyValue: (withoutExceptions.settings ?? initial)[name],
      isCarried: carried.has(name),
    };
  });
}
