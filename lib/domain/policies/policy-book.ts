import { Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import { PolicySource } from '@/lib/domain/policies/effective-policy';
import { documentVersion, policyHash } from '@/lib/domain/policies/policy-document';
import { protocolVersions } from '@/lib/protocol/eas/protocol-version';

/** More policies than anybody keeps apart. */
const POLICY_LIMIT = 1000;

/** Stands for "no policy" where a policy id is expected. */
const NO_POLICY = '00000000-0000-0000-0000-000000000000';

/** All policies at one moment, for those who have to tell the policy of many devices at once. */
export interface PolicyBook {
  policyIds: readonly string[];
  defaultPolicy: PolicySource | null;
  /** Null for no id. A policy that was deleted meanwhile is a fault: nothing may take it for "no policy". */
  policyOf: (id: string | null) => PolicySource | null;
  /** What a device of this version is told: the same as `policyHash`, but each computed once. */
  hashOf: (policyId: string | null, protocolVersion: string) => string;
}

/** Reads every policy. */
export async function loadPolicyBook(ctx: Pick<DomainContext, 'db'>): Promise<PolicyBook> {
  const rows = await ctx.db.policy.findMany({
    select: {
      id: true,
      name: true,
      settings: true,
      allowNonProvisionable: true,
      treatPartialAsCompliant: true,
      treatExternalAsCompliant: true,
      refreshIntervalHours: true,
      isDefault: true,
    },
    take: POLICY_LIMIT,
  });
  const policies = new Map(rows.map((row) => [row.id, PolicySource.parse(row)]));
  const policyOf = (id: string | null): PolicySource | null => {
    if (id === null) return null;
    const policy = policies.get(id);
    if (!policy) throw new Error(`Policy ${id} is not there`);
    return policy;
  };
  const hashes = new Map<string, string>();
  const hashOf = (policyId: string | null, protocolVersion: string): string => {
    const key = `${policyId ?? NO_POLICY}/${documentVersion(protocolVersion)}`;
    const known = hashes.get(key);
    if (known !== undefined) return known;
    const hash = policyHash(policyOf(policyId)?.settings ?? null, protocolVersion);
    hashes.set(key, hash);
    return hash;
  };
  return {
    policyIds: [...policies.keys()],
    policyOf,
    hashOf,
    defaultPolicy: policyOf(rows.find((row) => row.isDefault)?.id ?? null),
  };
}

/**
 * Whether the device of `device_standing s` acknowledged what it is to be told now; exceptions are not looked at. The hashes
 * come from here, since SQL cannot make them: one for every policy and every version.
 */
export function isPolicyCurrent(book: PolicyBook): Prisma.Sql {
  const versions = ['12.0', ...protocolVersions];
  const rows = [null, ...book.policyIds].flatMap((id) =>
    versions.map((version) => ({ id, version, hash: book.hashOf(id, version) })),
  );
  // As a CASE, so that PostgreSQL makes a hash table of the parameters and asks it for each row: as a join it would be
  // taken for a condition that holds next to never.
  return Prisma.sql`
    CASE WHEN (
      coalesce(s.policy_id, ${book.defaultPolicy?.id ?? NO_POLICY}::uuid),
      CASE WHEN s.protocol_version = ANY (${versions}::text[]) THEN s.protocol_version ELSE '12.0' END,
      s.policy_hash
    ) IN (
      SELECT * FROM unnest(
        ${rows.map((row) => row.id ?? NO_POLICY)}::uuid[], ${rows.map((row) => row.version)}::text[],
        ${rows.map((row) => row.hash)}::text[])
    ) THEN TRUE ELSE FALSE END`;
}
