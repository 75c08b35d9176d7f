import { z } from 'zod';
import { Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import type { DeviceSort } from '@/lib/domain/devices/contract';
import { deviceConditions } from '@/lib/domain/devices/device-conditions';
import type { DeviceCondition, DeviceQuestion } from '@/lib/domain/devices/device-conditions';
import { DeviceRow, deviceRowColumns } from '@/lib/domain/devices/device-row';
import { deviceSource, drivingTable, knownSource } from '@/lib/domain/devices/device-source';
import { storableText } from '@/lib/domain/history/storable-text';
import type { PageKey } from '@/lib/domain/page-cursor';

// Implementation notes
// - Which devices are on the page is decided over narrow tables: `device_standing` for filters, `device_listing` for search
//   and sort, `device` only where the last contact counts. Details are read for the rows of the page only.
// - Two ways lead to a page. Where few match, they are found first and sorted then; where many match, the index of the
//   sort is walked until the page is full. PostgreSQL would choose by guesses, and a wrong one costs a second.
// - Sorting, paging and the index agree: always (key, id), both in the same direction.
// - Every value is a parameter. The only SQL that is chosen is chosen from constants.

/** With a hundred thousand devices, up to here finding all of them is no dearer than walking. */
const FEW = 2500;

interface SortColumn {
  /** Whose index is walked. */
  table: 'device' | 'listing';
  column: Prisma.Sql;
  idColumn: Prisma.Sql;
  cast: Prisma.Sql;
  valueOf: (row: DeviceRow) => string;
}

const ofListing = (column: Prisma.Sql, valueOf: SortColumn['valueOf'], cast = Prisma.sql`text`): SortColumn => {
  return { table: 'listing', column, idColumn: Prisma.sql`l.device_id`, cast, valueOf };
};

const sortColumns: Record<Exclude<DeviceSort, `-${string}`>, SortColumn> = {
  lastContactAt: {
    column: Prisma.sql`d.last_contact_at`,
    idColumn: Prisma.sql`d.id`,
    cast: Prisma.sql`timestamptz`,
    table: 'device',
    valueOf: (row) => row.lastContactAt.toISOString(),
  },
  firstContactAt: ofListing(
    Prisma.sql`l.first_contact_at`,
    (row) => row.firstContactAt.toISOString(),
    Prisma.sql`timestamptz`,
  ),
  mailbox: ofListing(Prisma.sql`l.mailbox`, (row) => row.mailbox),
  name: ofListing(Prisma.sql`l.name_key`, (row) => row.nameKey),
  deviceType: ofListing(Prisma.sql`l.type_key`, (row) => row.typeKey),
};

function sortOf(sort: DeviceSort): SortColumn & { isDescending: boolean } {
  const isDescending = sort.startsWith('-');
  // What is left without the sign is one of the columns: `DeviceSort` has no other values.
  const name = (isDescending ? sort.slice(1) : sort) as keyof typeof sortColumns;
  return { ...sortColumns[name], isDescending };
}

/** Place of a device in a list: the sort it was made for, the device's sort value and its id. */
export const DevicePlace = z
  .object({ sort: z.string(), value: z.string().max(2000).transform(storableText), id: z.uuid() })
  .refine(({ sort, value }) => !sort.endsWith('At') || z.iso.datetime().safeParse(value).success);
export type DevicePlace = z.infer<typeof DevicePlace>;

/** The place of a row, for the cursor next to it. */
export function placeOf(row: DeviceRow, sort: DeviceSort): DevicePlace {
  return { sort, value: sortOf(sort).valueOf(row), id: row.id };
}

/** The ids of all devices that the filter means, or null if they are not few. */
export async function findFew(ctx: Pick<DomainContext, 'db'>, question: DeviceQuestion): Promise<string[] | null> {
  const conditions = deviceConditions(question);
  const { source, id } = deviceSource(drivingTable(conditions), conditions);
  const rows = await ctx.db.$queryRaw<{ ids: string[] | null }[]>`
    SELECT CASE WHEN count(*) > ${FEW} THEN NULL ELSE coalesce(array_agg(found.id), '{}') END AS ids
    FROM (SELECT ${id} AS id FROM ${source} LIMIT ${FEW + 1}) AS found`;
  return rows[0]?.ids ?? null;
}

/**
 * The devices that the filter means, from a place on; nearest to the place first, so backwards for `previous`.
 *
 * @param page `take` rows at most; `few`: what `findFew` found for this filter, if it was asked
 */
export async function queryDevices(
  ctx: Pick<DomainContext, 'db'>,
  question: DeviceQuestion,
  page: { sort: DeviceSort; from: PageKey<DevicePlace> | null; take: number; few: string[] | null },
): Promise<DeviceRow[]> {
  const sort = sortOf(page.sort);
  const isDescending = sort.isDescending !== (page.from?.direction === 'previous');
  const direction = isDescending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const order = Prisma.sql`ORDER BY ${sort.column} ${direction}, ${sort.idColumn} ${direction}`;
  const beyond = page.from ? [beyondPlace(sort, { place: page.from.key, isDescending })] : [];
  const { source, id } = page.few
    ? knownSource(page.few, sort.table, beyond)
    : deviceSource(sort.table, [...deviceConditions(question), ...beyond]);
  const rows = await ctx.db.$queryRaw<unknown[]>`
    WITH page AS (SELECT ${id} AS id FROM ${source} ${order} LIMIT ${page.take})
    SELECT ${deviceRowColumns(question.now)}
    FROM page JOIN device d ON d.id = page.id JOIN device_standing s ON s.device_id = d.id
      JOIN device_listing l ON l.device_id = d.id JOIN mailbox m ON m.id = d.mailbox_id
    ${order}`;
  return rows.map((row) => DeviceRow.parse(row));
}

/** How many devices the filter means, counted up to `limit`. */
export async function countDevices(
  ctx: Pick<DomainContext, 'db'>,
  question: DeviceQuestion,
  limit: number,
): Promise<number> {
  const conditions = deviceConditions(question);
  const { source } = deviceSource(drivingTable(conditions), conditions);
  const rows = await ctx.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM ${source} LIMIT ${limit}) AS found`;
  return rows[0]?.count ?? 0;
}

function beyondPlace(
  sort: SortColumn,
  { place, isDescending }: { place: DevicePlace; isDescending: boolean },
): DeviceCondition {
  const comparison = isDescending ? Prisma.sql`<` : Prisma.sql`>`;
  return {
    sql: Prisma.sql`(${sort.column}, ${sort.idColumn}) ${comparison} (${place.value}::${sort.cast}, ${place.id}::uuid)`,
    table: sort.table,
    weight: 'some',
  };
}
