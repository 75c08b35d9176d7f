import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import type { PolicyIdInput, PolicyView } from '@/lib/domain/policies/contract';
import { loadPolicyViews } from '@/lib/domain/policies/policy-view';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * One policy with who has it and how many devices follow it.
 *
 * @throws DomainError `permission_denied`, `policy_not_found`
 */
export async function getPolicy(ctx: DomainContext, input: PolicyIdInput): Promise<PolicyView> {
  requirePermission(ctx.actor, 'policy:read');
  const [policy] = await loadPolicyViews(ctx.db, ctx.now(), input.policyId);
  if (!policy) throw new DomainError('policy_not_found', input.policyId);
  return policy;
}
