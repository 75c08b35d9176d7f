import { z } from 'zod';
import { PolicySettingName, PolicySettings } from '@/lib/domain/policies/contract';
import { withoutSettings } from '@/lib/domain/policies/without-settings';

/** What the decision needs of a policy, as it stands in the database. */
export const PolicySource = z.object({
  id: z.uuid(),
  name: z.string(),
  settings: PolicySettings,
  allowNonProvisionable: z.boolean(),
  treatPartialAsCompliant: z.boolean(),
  treatExternalAsCompliant: z.boolean(),
  refreshIntervalHours: z.number().int().nullable(),
});
export type PolicySource = z.infer<typeof PolicySource>;

/** What the decision needs of an exception, of the mailbox or of its group. */
export const ExceptionSource = z.object({
  id: z.uuid(),
  /** The settings that are not enforced; none named: nothing is. */
  settings: z.array(PolicySettingName).default([]),
  startsAt: z.coerce.date(),
  endsAt: z.coerce.date().nullable(),
  endedAt: z.coerce.date().nullable(),
});
export type ExceptionSource = z.infer<typeof ExceptionSource>;

/** Everything that bears on one mailbox. */
export interface PolicySources {
  exceptions: readonly ExceptionSource[];
  mailboxPolicy: PolicySource | null;
  groupPolicy: PolicySource | null;
  defaultPolicy: PolicySource | null;
}

/** A setting that an exception has taken out of the policy. */
export interface ExemptSetting {
  name: PolicySettingName;
  exceptionId: string;
  /** When this exception ends; null: open-ended. */
  endsAt: Date | null;
}

export interface EffectivePolicy {
  origin: 'exception' | 'mailbox' | 'group' | 'default' | 'none';
  policyId: string | null;
  name: string | null;
  /**
   * Null under an exception from everything and where there is no policy: nothing is enforced. What an exception names has
   * its initial value.
   */
  settings: PolicySettings | null;
  allowNonProvisionable: boolean;
  treatPartialAsCompliant: boolean;
  treatExternalAsCompliant: boolean;
  refreshIntervalHours: number | null;
  exceptionId: string | null;
  /** When a person or its term ends the exception, whichever is first; null: open-ended, or none. */
  exceptionEndsAt: Date | null;
  /** Settings under an exception of their own, by name; empty where nothing is enforced anyway. */
  exemptSettings: readonly ExemptSetting[];
}

const nothingEnforced = {
  policyId: null,
  name: null,
  settings: null,
  allowNonProvisionable: true,
  treatPartialAsCompliant: false,
  treatExternalAsCompliant: false,
  refreshIntervalHours: null,
  exceptionId: null,
  exceptionEndsAt: null,
  exemptSettings: [],
} as const;

/**
 * The policy in force for a mailbox, and where it comes from: an active exception from everything, under which nothing is
 * enforced, else the policy of the mailbox, else that of its group, else the default policy; without the settings that
 * other active exceptions name. It does not matter whether an exception is the mailbox's or its group's. Of several active
 * exceptions the one that lasts longest is named.
 */
export function effectivePolicy(sources: PolicySources, now: Date): EffectivePolicy {
  const active = sources.exceptions.filter((each) => isExceptionActive(each, now));
  const exception = longestLasting(active.filter(({ settings }) => settings.length === 0));
  if (exception) {
    return {
      ...nothingEnforced,
      origin: 'exception',
      exceptionId: exception.id,
      exceptionEndsAt: endOf(exception),
    };
  }
  if (sources.mailboxPolicy) return enforced('mailbox', sources.mailboxPolicy, active);
  if (sources.groupPolicy) return enforced('group', sources.groupPolicy, active);
  if (sources.defaultPolicy) return enforced('default', sources.defaultPolicy, active);
  return { ...nothingEnforced, origin: 'none' };
}

/** True from `startsAt` on until, and not at, its end. */
export function isExceptionActive(exception: ExceptionSource, now: Date): boolean {
  const end = endOf(exception);
  return exception.startsAt <= now && (end === null || now < end);
}

function endOf({ endsAt, endedAt }: ExceptionSource): Date | null {
  if (endsAt === null || endedAt === null) return endsAt ?? endedAt;
  return endsAt < endedAt ? endsAt : endedAt;
}

function longestLasting(exceptions: readonly ExceptionSource[]): ExceptionSource | undefined {
  const lastsUntil = (each: ExceptionSource) => endOf(each)?.getTime() ?? Number.POSITIVE_INFINITY;
  return exceptions.toSorted(
    (a, b) => Number(lastsUntil(b) > lastsUntil(a)) - Number(lastsUntil(a) > lastsUntil(b)),
  )[0];
}

function enforced(
  origin: EffectivePolicy['origin'],
  policy: PolicySource,
  partial: readonly ExceptionSource[],
): EffectivePolicy {
  const { id, ...inForce } = policy;
  const exemptSettings = exemptSettingsOf(partial);
  const settings = withoutSettings(
    policy.settings,
    exemptSettings.map(({ name }) => name),
  );
  return { ...nothingEnforced, ...inForce, settings, origin, policyId: id, exemptSettings };
}

function exemptSettingsOf(partial: readonly ExceptionSource[]): ExemptSetting[] {
  const names = [...new Set(partial.flatMap(({ settings }) => settings))].toSorted(byCharacter);
  return names.flatMap((name) => {
    const exception = longestLasting(partial.filter(({ settings }) => settings.includes(name)));
    return exception ? [{ name, exceptionId: exception.id, endsAt: endOf(exception) }] : [];
  });
}

const byCharacter = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
