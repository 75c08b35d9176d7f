import { isUniqueViolation } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import { changePolicies, type PolicyChange } from '@/lib/domain/policies/change-policies';
import type { PolicyInput, PolicyView } from '@/lib/domain/policies/contract';
import { getPolicy } from '@/lib/domain/policies/get-policy';
import { policySnapshot } from '@/lib/domain/policies/policy-snapshot';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Adds a policy. It holds for nobody until it is assigned or made the default.
 *
 * @throws DomainError `permission_denied`, `policy_name_taken`
 */
export async function createPolicy(ctx: DomainContext, input: PolicyInput): Promise<PolicyView> {
  requirePermission(ctx.actor, 'policy:manage');
  const policyId = await changePolicies(ctx, (change) => insertPolicy(change, input));
  return getPolicy(ctx, { policyId });
}

/**
 * `createPolicy` as one change among others; gives the policy's id.
 *
 * @throws DomainError `policy_name_taken`
 */
export async function insertPolicy({ tx, ctx, record }: PolicyChange, input: PolicyInput): Promise<string> {
  const data = { ...input, createdAt: ctx.now(), updatedAt: ctx.now() };
  const { id } = await tx.policy.create({ data, select: { id: true } }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? new DomainError('policy_name_taken', input.name, { cause: error }) : error;
  });
  record({
    action: 'policy_created',
    target: { kind: 'policy', id, name: input.name },
    after: policySnapshot(input),
  });
  await signalConsole(tx, { topic: 'policies', id });
  return id;
}
