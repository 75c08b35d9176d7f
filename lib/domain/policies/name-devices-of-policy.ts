import { Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import type { AffectedDevices } from '@/lib/domain/policies/contract';
import { standingsWithPolicy, type DeviceGroup } from '@/lib/domain/policies/count-devices-by-policy';

// Implementation notes
// - Two ways, as in `lib/domain/devices/device-query.ts`: few are found first and sorted then; many are met soon on the way
//   along the names. OFFSET 0 holds PostgreSQL to the way that was chosen.

const NAMED_DEVICES = 20;

/** With a hundred thousand devices, up to here finding all of them is no dearer than going along the names. */
const FEW = 2500;

/** How many devices there are in these groups of one policy, and the first of them by name. */
export async function nameDevicesOfPolicy(
  ctx: Pick<DomainContext, 'db' | 'now'>,
  policyId: string,
  groups: readonly DeviceGroup[],
): Promise<AffectedDevices> {
  if (groups.length === 0) return { count: 0, devices: [] };
  const count = groups.reduce((total, group) => total + group.count, 0);
  const isMeant = Prisma.sql`e.effective_policy_id = ${policyId}::uuid AND ${isOneOf(groups)}`;
  const standings = standingsWithPolicy(ctx.now());
  const first =
    count > FEW
      ? Prisma.sql`
        SELECT l.device_id, l.name_key FROM device_listing l
        JOIN LATERAL (SELECT * FROM (${standings} AND s.device_id = l.device_id) e WHERE ${isMeant} OFFSET 0) e ON TRUE`
      : Prisma.sql`
        SELECT l.device_id, l.name_key FROM (SELECT e.device_id FROM (${standings}) e WHERE ${isMeant} OFFSET 0) e
        JOIN LATERAL (SELECT * FROM device_listing WHERE device_id = e.device_id OFFSET 0) l ON TRUE`;
  const devices = await ctx.db.$queryRaw<AffectedDevices['devices']>`
    WITH first AS MATERIALIZED (${first} ORDER BY l.name_key, l.device_id LIMIT ${NAMED_DEVICES}::int)
    SELECT d.id, m.name AS mailbox, coalesce(nullif(d.friendly_name, ''), nullif(d.model, ''), d.device_type) AS name
    FROM first f JOIN device d ON d.id = f.device_id JOIN mailbox m ON m.id = d.mailbox_id
    ORDER BY f.name_key, f.device_id`;
  return { count, devices };
}

function isOneOf(groups: readonly DeviceGroup[]): Prisma.Sql {
  // A row with a null in it equals nothing, so no hash is written as an empty one.
  const kinds = groups.map(({ protocolVersion, policyHash, policyState, exemptSettings }) => {
    return Prisma.sql`(${protocolVersion}, ${policyHash ?? ''}, ${policyState}, ${exemptSettings.join()})`;
  });
  return Prisma.sql`
    (e.protocol_version, coalesce(e.policy_hash, ''), e.policy_state::text, e.exempt_key) IN (${Prisma.join(kinds)})`;
}
