import { Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import { PolicySettings, type PolicyImpact, type PolicyImpactInput } from '@/lib/domain/policies/contract';
import {
  countDevicesByPolicy,
  devicesWithPolicy,
  type DeviceGroup,
} from '@/lib/domain/policies/count-devices-by-policy';
import { policyHash } from '@/lib/domain/policies/policy-document';
import { snapshotChanges, type SnapshotValue } from '@/lib/domain/policies/policy-snapshot';
import { DomainError } from '@/lib/errors/domain-error';

const NAMED_DEVICES = 20;

/**
 * What saving these settings would do: what differs, and which devices would have to provision again. A device counts
 * if this policy holds for it, it has acknowledged one before, what its protocol version carries would change, and it
 * has not acknowledged just that earlier on.
 *
 * @throws DomainError `permission_denied`, `policy_not_found`
 */
export async function previewPolicyChange(ctx: DomainContext, input: PolicyImpactInput): Promise<PolicyImpact> {
  requirePermission(ctx.actor, 'policy:read');
  const { policyId, settings } = input;
  const policy = await ctx.db.policy.findUnique({ where: { id: policyId }, select: { settings: true } });
  if (!policy) throw new DomainError('policy_not_found', policyId);
  const current = PolicySettings.parse(policy.settings);
  const groups = await countDevicesByPolicy(ctx.db, ctx.now(), policyId);
  const affected = groups.filter((group) => mustProvision(group, current, settings));
  return {
    changes: snapshotChanges(current, settings).map(({ name, before, after }) => ({
      name,
      before: asText(before),
      after: asText(after),
    })),
    reprovisionCount: affected.reduce((total, group) => total + group.count, 0),
    devices: affected.length === 0 ? [] : await nameDevices(ctx, policyId, affected),
  };
}

function mustProvision(group: DeviceGroup, current: PolicySettings, next: PolicySettings): boolean {
  const wanted = policyHash(next, group.protocolVersion);
  if (wanted === policyHash(current, group.protocolVersion)) return false;
  return group.policyHash !== null && group.policyHash !== wanted;
}

async function nameDevices(ctx: DomainContext, policyId: string, affected: DeviceGroup[]) {
  const kinds = Prisma.join(
    affected.map(({ protocolVersion, policyHash: hash }) => Prisma.sql`(${protocolVersion}, ${hash})`),
  );
  return ctx.db.$queryRaw<PolicyImpact['devices']>`
    SELECT e.id, e.mailbox,
      coalesce(nullif(e.friendly_name, ''), nullif(e.model, ''), e.device_type) AS name
    FROM (${devicesWithPolicy(ctx.now())}) e
    WHERE e.effective_policy_id = ${policyId}::uuid AND (e.protocol_version, e.policy_hash) IN (${kinds})
    ORDER BY 3, 2, 1
    LIMIT ${NAMED_DEVICES}::int`;
}

/** As the policy editor reads it: numbers and switches as text, no limit as an empty one. */
function asText(value: SnapshotValue): string {
  return value === null ? '' : String(value);
}
