import type { Database, Transaction } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/client';
import { partlyExemptMailboxes } from '@/lib/domain/exceptions/active-exceptions';
import { PolicySettingName } from '@/lib/domain/policies/contract';
import { PolicySource } from '@/lib/domain/policies/effective-policy';
import { policyTermsColumns } from '@/lib/domain/policies/policy-columns';
import { documentVersion, policyHash } from '@/lib/domain/policies/policy-document';
import { withoutSettings } from '@/lib/domain/policies/without-settings';
import { knownProtocolVersions } from '@/lib/protocol/eas/protocol-version';

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
  hashOf: (policyId: string | null, protocolVersion: string, exempt?: readonly PolicySettingName[]) => string;
  /** The sets of settings, each sorted, that some mailbox is exempt from at this moment. */
  exemptSets: readonly (readonly PolicySettingName[])[];
}

type BookContext = { readonly db: Database | Transaction; readonly now: () => Date };

/** Reads every policy. */
export async function loadPolicyBook(ctx: BookContext): Promise<PolicyBook> {
  const exemptSets = await loadExemptSets(ctx);
  const rows = await ctx.db.policy.findMany({
    select: {
      id: true,
      name: true,
      ...policyTermsColumns,
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
  const hashOf: PolicyBook['hashOf'] = (policyId, protocolVersion, exempt = []) => {
    const key = `${policyId ?? NO_POLICY}/${documentVersion(protocolVersion)}/${exempt.join()}`;
    const known = hashes.get(key);
    if (known !== undefined) return known;
    const policy = policyOf(policyId);
    const hash = policyHash(policy && withoutSettings(policy.settings, exempt), protocolVersion);
    hashes.set(key, hash);
    return hash;
  };
  return {
    policyIds: [...policies.keys()],
    policyOf,
    hashOf,
    exemptSets,
    defaultPolicy: policyOf(rows.find((row) => row.isDefault)?.id ?? null),
  };
}

async function loadExemptSets(ctx: BookContext): Promise<PolicySettingName[][]> {
  const rows = await ctx.db.$queryRaw<{ key: string }[]>`
    SELECT DISTINCT p.exempt_key AS key FROM ${partlyExemptMailboxes(ctx.now())} p ORDER BY 1`;
  return rows.map(({ key }) => key.split(',').map((name) => PolicySettingName.parse(name)));
}

/**
 * Whether the device of `device_standing s` acknowledged what it is to be told now; exceptions from everything are not
 * looked at. The hashes come from here, since SQL cannot make them: one for every policy and every version, and those
 * again for each set of settings that mailboxes are exempt from.
 */
export function isPolicyCurrent(book: PolicyBook, now: Date): Prisma.Sql {
  if (book.exemptSets.length === 0) return hasHash(book, []);
  const partly = partlyExemptMailboxes(now);
  const cases = book.exemptSets.map(
    (exempt) => Prisma.sql`
      WHEN s.mailbox_id IN (SELECT p.mailbox_id FROM ${partly} p WHERE p.exempt_key = ${exempt.join()})
        THEN ${hasHash(book, exempt)}`,
  );
  return Prisma.sql`CASE ${Prisma.join(cases, ' ')} ELSE ${hasHash(book, [])} END`;
}

function hasHash(book: PolicyBook, exempt: readonly PolicySettingName[]): Prisma.Sql {
  const versions = ['12.0', ...knownProtocolVersions];
  const rows = [null, ...book.policyIds].flatMap((id) =>
    versions.map((version) => ({ id, version, hash: book.hashOf(id, version, exempt) })),
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
