import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import { PolicySettings, type PolicyImpact, type PolicyImpactInput } from '@/lib/domain/policies/contract';
import { countDevicesByPolicy, type DeviceGroup } from '@/lib/domain/policies/count-devices-by-policy';
import { nameDevicesOfPolicy } from '@/lib/domain/policies/name-devices-of-policy';
import { policyTermsColumns } from '@/lib/domain/policies/policy-columns';
import { fallsOut, losesAccess, mustProvisionAgain, type PolicyTerms } from '@/lib/domain/policies/policy-effect';
import { snapshotChanges, type SnapshotValue } from '@/lib/domain/policies/policy-snapshot';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * What saving this would do: what differs, and which of the devices that have this policy it concerns, by name.
 *
 * - `provisionAgain`: have acknowledged a policy before, what their version carries would change, and they have not
 *   acknowledged just that earlier on;
 * - `fallOut`: comply now, and will not until they have confirmed, or ever, under stricter rules;
 * - `loseAccess`: are let in with the answer they gave, and will be refused with it, or since their version cannot carry
 *   what is demanded.
 *
 * @throws DomainError `permission_denied`, `policy_not_found`
 */
export async function previewPolicyChange(ctx: DomainContext, input: PolicyImpactInput): Promise<PolicyImpact> {
  requirePermission(ctx.actor, 'policy:read');
  const { policyId, ...wanted } = input;
  const row = await ctx.db.policy.findUnique({ where: { id: policyId }, select: policyTermsColumns });
  if (!row) throw new DomainError('policy_not_found', policyId);
  const current: PolicyTerms = { ...row, settings: PolicySettings.parse(row.settings) };
  const next: PolicyTerms = { ...current, ...withoutGaps(wanted) };
  const groups = await countDevicesByPolicy(ctx.db, ctx.now(), policyId);
  const among = (isConcerned: (group: DeviceGroup) => boolean) =>
    nameDevicesOfPolicy(ctx, policyId, groups.filter(isConcerned));
  return {
    changes: snapshotChanges(current.settings, next.settings).map(({ name, before, after }) => ({
      name,
      before: asText(before),
      after: asText(after),
    })),
    provisionAgain: await among((group) => mustProvisionAgain(group, current, next)),
    fallOut: await among((group) => fallsOut(group, current, next)),
    loseAccess: await among((group) => losesAccess(group, current, next)),
  };
}

function withoutGaps({ settings, ...rules }: Omit<PolicyImpactInput, 'policyId'>) {
  const given = Object.entries(rules).filter(([, value]) => value !== undefined);
  return { settings, ...Object.fromEntries(given) };
}

/** As the policy editor reads it: numbers and switches as text, no limit as an empty one, a list by its entries. */
function asText(value: SnapshotValue): string {
  if (Array.isArray(value)) return value.join(', ');
  return value === null ? '' : String(value);
}
