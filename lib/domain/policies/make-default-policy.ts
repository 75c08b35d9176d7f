import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import { changePolicies, type PolicyChange } from '@/lib/domain/policies/change-policies';
import type { PolicyIdInput, PolicyView } from '@/lib/domain/policies/contract';
import { getPolicy } from '@/lib/domain/policies/get-policy';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Gives this policy to every mailbox that has none of its own nor by its group. The former default stays as a policy.
 *
 * @throws DomainError `permission_denied`, `policy_not_found`
 */
export async function makeDefaultPolicy(ctx: DomainContext, input: PolicyIdInput): Promise<PolicyView> {
  requirePermission(ctx.actor, 'policy:manage');
  await changePolicies(ctx, (change) => moveDefault(change, input));
  return getPolicy(ctx, input);
}

/**
 * `makeDefaultPolicy` as one change among others.
 *
 * @throws DomainError `policy_not_found`
 */
export async function moveDefault({ tx, record, wake }: PolicyChange, { policyId }: PolicyIdInput): Promise<void> {
  const select = { name: true, isDefault: true };
  const policy = await tx.policy.findUnique({ where: { id: policyId }, select });
  if (!policy) throw new DomainError('policy_not_found', policyId);
  if (policy.isDefault) return;
  const former = await tx.policy.findFirst({ where: { isDefault: true }, select: { id: true, name: true } });
  // In this order: the index allows one default at every moment.
  await tx.policy.updateMany({ where: { isDefault: true }, data: { isDefault: false } });
  await tx.policy.updateMany({ where: { id: policyId }, data: { isDefault: true } });
  record({
    action: 'policy_made_default',
    target: { kind: 'policy', id: policyId, name: policy.name },
    before: { default: former?.name ?? null },
    after: { default: policy.name },
  });
  wake(null);
  await signalConsole(tx, { topic: 'policies', id: policyId });
}
