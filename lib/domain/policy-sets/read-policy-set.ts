import { Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import { POLICY_SET_FORMAT, type PolicySet } from '@/lib/domain/policy-sets/contract';
import { loadPolicySetState, type SavedPolicy } from '@/lib/domain/policy-sets/policy-set-state';

/**
 * All policies as a set: to apply it changes nothing. Policies, groups and mailboxes are in the order of their names by
 * code unit, so that the same state gives the same set.
 *
 * @throws DomainError `permission_denied`
 */
export async function readPolicySet(ctx: DomainContext): Promise<PolicySet> {
  requirePermission(ctx.actor, 'policy:read');
  const { policies } = await ctx.db.$transaction((tx) => loadPolicySetState(tx, null), {
    isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead,
  });
  const saved = [...policies.values()].toSorted((a, b) => byCodeUnit(a.input.name, b.input.name));
  const defaultPolicy = saved.find(({ isDefault }) => isDefault);
  return {
    mobileadmin: POLICY_SET_FORMAT,
    ...(defaultPolicy && { default: defaultPolicy.input.name }),
    policies: saved.map((policy) => ({
      ...policy.input,
      groups: namesOf(policy, 'group'),
      mailboxes: namesOf(policy, 'mailbox'),
    })),
  };
}

function namesOf({ holders }: SavedPolicy, kind: 'group' | 'mailbox'): string[] {
  return holders
    .filter((holder) => holder.kind === kind)
    .map(({ name }) => name)
    .toSorted(byCodeUnit);
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
