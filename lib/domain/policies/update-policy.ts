import { isUniqueViolation } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import { changePolicies, type PolicyChange } from '@/lib/domain/policies/change-policies';
import type { PolicyView, UpdatePolicyInput } from '@/lib/domain/policies/contract';
import { getPolicy } from '@/lib/domain/policies/get-policy';
import { editedPolicyColumns } from '@/lib/domain/policies/policy-columns';
import { policySnapshot, snapshotChanges } from '@/lib/domain/policies/policy-snapshot';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/** What people read, and phones are not told. */
const wording: readonly string[] = ['name', 'description'];

/**
 * Saves a policy that was edited from `version`. Held pings end if devices may have to be told: they come back and are
 * asked to provision where what their version carries has changed. Saving what is there already leaves no trace.
 *
 * @throws DomainError `permission_denied`, `policy_not_found`, `policy_changed_meanwhile`, `policy_name_taken`
 */
export async function updatePolicy(ctx: DomainContext, input: UpdatePolicyInput): Promise<PolicyView> {
  requirePermission(ctx.actor, 'policy:manage');
  await changePolicies(ctx, (change) => savePolicy(change, input));
  return getPolicy(ctx, { policyId: input.policyId });
}

/**
 * `updatePolicy` as one change among others.
 *
 * @throws DomainError `policy_not_found`, `policy_changed_meanwhile`, `policy_name_taken`
 */
export async function savePolicy({ tx, ctx, record, wake }: PolicyChange, input: UpdatePolicyInput): Promise<void> {
  const { policyId, version, ...data } = input;
  const old = await tx.policy.findUnique({ where: { id: policyId }, select: editedPolicyColumns });
  if (!old) throw new DomainError('policy_not_found', policyId);
  if (old.version !== version) throw changedMeanwhile(policyId, version);
  const changes = snapshotChanges(policySnapshot(old), policySnapshot(data));
  if (changes.length === 0) return;
  const { count } = await tx.policy
    .updateMany({
      where: { id: policyId, version },
      data: { ...data, version: version + 1, updatedAt: ctx.now() },
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? new DomainError('policy_name_taken', data.name, { cause: error }) : error;
    });
  // Should anything ever save without taking its turn, the condition decides and not the read above.
  if (count !== 1) throw changedMeanwhile(policyId, version);
  record({
    action: 'policy_changed',
    target: { kind: 'policy', id: policyId, name: data.name },
    before: Object.fromEntries(changes.map(({ name, before }) => [name, before])),
    after: Object.fromEntries(changes.map(({ name, after }) => [name, after])),
  });
  if (changes.some(({ name }) => !wording.includes(name))) wake(null);
  await signalConsole(tx, { topic: 'policies', id: policyId });
}

function changedMeanwhile(policyId: string, version: number): DomainError {
  return new DomainError('policy_changed_meanwhile', `Policy ${policyId} is no longer at version ${version}`);
}
