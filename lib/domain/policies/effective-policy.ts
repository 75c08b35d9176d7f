import { z } from 'zod';
import { PolicySettings } from '@/lib/domain/policies/contract';

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

/** What the decision needs of an exception. */
export const ExceptionSource = z.object({
  id: z.uuid(),
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

export interface EffectivePolicy {
  origin: 'exception' | 'mailbox' | 'group' | 'default' | 'none';
  policyId: string | null;
  name: string | null;
  /** Null under an exception and where there is no policy: nothing is enforced. */
  settings: PolicySettings | null;
  allowNonProvisionable: boolean;
  treatPartialAsCompliant: boolean;
  treatExternalAsCompliant: boolean;
  refreshIntervalHours: number | null;
  exceptionId: string | null;
  /** When a person or its term ends the exception, whichever is first; null: open-ended, or none. */
  exceptionEndsAt: Date | null;
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
} as const;

/**
 * The policy in force for a mailbox, and where it comes from: an active exception, under which nothing is enforced, else
 * the policy of the mailbox, else that of its group, else the default policy. Of several active exceptions the one that
 * lasts longest is named.
 */
export function effectivePolicy(sources: PolicySources, now: Date): EffectivePolicy {
  const exception = longestLasting(sources.exceptions.filter((each) => isExceptionActive(each, now)));
  if (exception) {
    return {
      ...nothingEnforced,
      origin: 'exception',
      exceptionId: exception.id,
      exceptionEndsAt: endOf(exception),
    };
  }
  if (sources.mailboxPolicy) return enforced('mailbox', sources.mailboxPolicy);
  if (sources.groupPolicy) return enforced('group', sources.groupPolicy);
  if (sources.defaultPolicy) return enforced('default', sources.defaultPolicy);
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

function enforced(origin: EffectivePolicy['origin'], policy: PolicySource): EffectivePolicy {
  const { id, ...inForce } = policy;
  return { ...nothingEnforced, ...inForce, origin, policyId: id };
}
