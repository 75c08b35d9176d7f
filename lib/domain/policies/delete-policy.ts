import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import { changePolicies, type PolicyChange } from '@/lib/domain/policies/change-policies';
import type { PolicyIdInput } from '@/lib/domain/policies/contract';
import { policySnapshot } from '@/lib/domain/policies/policy-snapshot';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Removes a policy that nobody has. What it said stays in the history.
 *
 * @throws DomainError `permission_denied`, `policy_not_found`, `policy_is_default`, `policy_in_use` with `assignments`
 */
export async function deletePolicy(ctx: DomainContext, input: PolicyIdInput): Promise<void> {
  requirePermission(ctx.actor, 'policy:manage');
  await changePolicies(ctx, (change) => dropPolicy(change, input));
}

/**
 * `deletePolicy` as one change among others.
 *
 * @throws DomainError `policy_not_found`, `policy_is_default`, `policy_in_use` with `assignments`
 */
export async function dropPolicy({ tx, record }: PolicyChange, { policyId }: PolicyIdInput): Promise<void> {
  const policy = await tx.policy.findUnique({
    where: { id: policyId },
    include: { _count: { select: { assignments: true } } },
  });
  if (!policy) throw new DomainError('policy_not_found', policyId);
  if (policy.isDefault) throw new DomainError('policy_is_default', policyId);
  const { assignments } = policy._count;
  if (assignments > 0) throw new DomainError('policy_in_use', policyId, { details: { assignments } });
  await tx.policy.delete({ where: { id: policyId }, select: { id: true } });
  record({
    action: 'policy_deleted',
    target: { kind: 'policy', id: policyId, name: policy.name },
    before: policySnapshot(policy),
  });
  await signalConsole(tx, { topic: 'policies', id: policyId });
}
