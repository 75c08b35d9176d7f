import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import type { PolicyList } from '@/lib/domain/policies/contract';
import { loadPolicyViews } from '@/lib/domain/policies/policy-view';

/**
 * Every policy with who has it and how many devices follow it, the default policy first.
 *
 * @throws DomainError `permission_denied`
 */
export async function listPolicies(ctx: DomainContext): Promise<PolicyList> {
  requirePermission(ctx.actor, 'policy:read');
  return { policies: await loadPolicyViews(ctx.db, ctx.now()) };
}
