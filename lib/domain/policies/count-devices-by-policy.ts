import type { Database, Transaction } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/client';
import type { PolicyState } from '@/lib/db/generated/enums';
import { fullyExemptMailboxes, partlyExemptMailboxes } from '@/lib/domain/exceptions/active-exceptions';
import { PolicySettingName } from '@/lib/domain/policies/contract';

/**
 * The policy in force for each device, for counting: `effectivePolicy` in SQL, since a policy may hold for every device
 * there is. `effective_policy_id` is null under an exception. A test holds the two against each other.
 */
export function devicesWithPolicy(now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT d.id, d.protocol_version, d.policy_hash, d.policy_state, d.device_type, d.model, d.friendly_name,
      m.name AS mailbox, m.id AS mailbox_id, m.group_id,
      own.policy_id AS own_policy_id, grouped.policy_id AS group_policy_id,
      m.id IN ${fullyExemptMailboxes(now)} AS is_exempt,
      coalesce(partly.exempt_key, '') AS exempt_key,
      CASE WHEN m.id IN ${fullyExemptMailboxes(now)} THEN NULL ELSE coalesce(own.policy_id, grouped.policy_id, fallback.id) END AS effective_policy_id
    FROM device d
    JOIN mailbox m ON m.id = d.mailbox_id
    LEFT JOIN policy_assignment own ON own.mailbox_id = m.id
    LEFT JOIN policy_assignment grouped ON grouped.group_id = m.group_id
    LEFT JOIN policy fallback ON fallback.is_default
    LEFT JOIN ${partlyExemptMailboxes(now)} partly ON partly.mailbox_id = m.id
    WHERE d.removed_at IS NULL`;
}

/**
 * The same from `device_standing` alone, a quarter as much to read: what counting needs, without the names of anything.
 * Aliases: `s` and `partly`. The same test holds it against `effectivePolicy`.
 */
export function standingsWithPolicy(now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT s.device_id, s.protocol_version, s.policy_hash, s.policy_state,
      coalesce(partly.exempt_key, '') AS exempt_key,
      CASE WHEN s.mailbox_id IN ${fullyExemptMailboxes(now)} THEN NULL
        ELSE coalesce(s.policy_id, (SELECT id FROM policy WHERE is_default)) END AS effective_policy_id
    FROM device_standing s
    LEFT JOIN ${partlyExemptMailboxes(now)} partly ON partly.mailbox_id = s.mailbox_id
    WHERE s.device_id NOT IN (SELECT id FROM device WHERE removed_at IS NOT NULL)`;
}

/** Devices that have the same policy in force, speak the same version, and stand the same way to it. */
export type DeviceGroup = {
  policyId: string;
  protocolVersion: string;
  policyHash: string | null;
  policyState: PolicyState;
  /** Settings that exceptions take out of the policy for these, sorted. */
  exemptSettings: PolicySettingName[];
  count: number;
};

/**
 * Counts devices by the policy in force and by what decides whether they follow it. The answer is short however many
 * devices there are: policies × protocol versions × hashes in use. Removed devices do not count.
 *
 * @param policyId counts only devices that have this policy
 */
export async function countDevicesByPolicy(
  db: Database | Transaction,
  now: Date,
  policyId?: string,
): Promise<DeviceGroup[]> {
  const which =
    policyId === undefined
      ? Prisma.sql`e.effective_policy_id IS NOT NULL`
      : Prisma.sql`e.effective_policy_id = ${policyId}::uuid`;
  const rows = await db.$queryRaw<(Omit<DeviceGroup, 'exemptSettings'> & { exemptKey: string })[]>`
    SELECT e.effective_policy_id AS "policyId", e.protocol_version AS "protocolVersion",
      e.policy_hash AS "policyHash", e.policy_state::text AS "policyState",
      e.exempt_key AS "exemptKey", count(*)::int AS count
    FROM (${standingsWithPolicy(now)}) e
    WHERE ${which}
    GROUP BY 1, 2, 3, 4, 5`;
  return rows.map(({ exemptKey, ...group }) => ({ ...group, exemptSettings: namesIn(exemptKey) }));
}

const namesIn = (key: string): PolicySettingName[] =>
  key === '' ? [] : key.split(',').map((name) => PolicySettingName.parse(name));
