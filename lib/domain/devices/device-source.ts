import { Prisma } from '@/lib/db/generated/client';
import type { DeviceCondition, DeviceTable } from '@/lib/domain/devices/device-conditions';

// Implementation notes
// - One table drives, the others are looked up row by row by their id. OFFSET 0 holds PostgreSQL to that: left to itself it
//   would, for fifty devices out of a hundred thousand, now and then read and hash a whole table.

const tables: Record<DeviceTable, Prisma.Sql> = {
  standing: Prisma.sql`device_standing s`,
  listing: Prisma.sql`device_listing l`,
  device: Prisma.sql`device d`,
};
const ids: Record<DeviceTable, Prisma.Sql> = {
  standing: Prisma.sql`s.device_id`,
  listing: Prisma.sql`l.device_id`,
  device: Prisma.sql`d.id`,
};

function lookUp(table: DeviceTable, id: Prisma.Sql): Prisma.Sql {
  switch (table) {
    case 'standing':
      return Prisma.sql`JOIN LATERAL (SELECT * FROM device_standing WHERE device_id = ${id} OFFSET 0) s ON TRUE`;
    case 'listing':
      return Prisma.sql`JOIN LATERAL (SELECT * FROM device_listing WHERE device_id = ${id} OFFSET 0) l ON TRUE`;
    case 'device':
      return Prisma.sql`JOIN LATERAL (SELECT id, last_contact_at, cut_after_seconds, cut_seen_at
        FROM device WHERE id = ${id} OFFSET 0) d ON TRUE`;
  }
}

/**
 * The table to begin with if the order does not matter: the one whose condition leaves the fewest rows, as far as that can
 * be told from what kind of condition it is.
 */
export function drivingTable(conditions: readonly DeviceCondition[]): DeviceTable {
  const has = (weight: DeviceCondition['weight'], table: DeviceTable) =>
    conditions.some((condition) => condition.weight === weight && condition.table === table);
  if (has('rare', 'standing')) return 'standing';
  if (has('rare', 'device')) return 'device';
  if (has('some', 'listing')) return 'listing';
  if (has('some', 'standing')) return 'standing';
  return has('some', 'device') ? 'device' : 'standing';
}

/** FROM and WHERE, and the device's id: `driver` with every other table that a condition speaks of. */
export function deviceSource(
  driver: DeviceTable,
  conditions: readonly DeviceCondition[],
): { source: Prisma.Sql; id: Prisma.Sql } {
  const id = ids[driver];
  const others = new Set(conditions.flatMap((condition) => [condition.table, ...(condition.alsoTables ?? [])]));
  others.delete(driver);
  const lookUps = [...others].map((table) => lookUp(table, id));
  return { id, source: Prisma.sql`${tables[driver]} ${joined(lookUps, ' ')} ${whereAll(conditions)}` };
}

/** The same for devices whose ids are known, with the one table that a sort needs. */
export function knownSource(
  known: readonly string[],
  table: DeviceTable,
  conditions: readonly DeviceCondition[],
): { source: Prisma.Sql; id: Prisma.Sql } {
  const id = Prisma.sql`known.id`;
  return {
    id,
    source: Prisma.sql`unnest(${known}::uuid[]) AS known (id) ${lookUp(table, id)} ${whereAll(conditions)}`,
  };
}

function whereAll(conditions: readonly DeviceCondition[]): Prisma.Sql {
  if (conditions.length === 0) return Prisma.empty;
  return Prisma.sql`WHERE ${joined(
    conditions.map(({ sql }) => sql),
    ' AND ',
  )}`;
}

function joined(parts: Prisma.Sql[], separator: string): Prisma.Sql {
  return parts.length === 0 ? Prisma.empty : Prisma.join(parts, separator);
}
