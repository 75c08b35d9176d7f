import { z } from 'zod';
import { Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import type { DeviceSort } from '@/lib/domain/devices/contract';
import { deviceConditions } from '@/lib/domain/devices/device-conditions';
import type { DeviceCondition, DeviceFilterInput } from '@/lib/domain/devices/device-conditions';
import { DeviceRow, deviceRowColumns } from '@/lib/domain/devices/device-row';
import type { PageKey } from '@/lib/domain/page-cursor';
import { effectiveHashJoin, loadPolicyIds } from '@/lib/domain/policies/policy-book';
import type { PolicyBook } from '@/lib/domain/policies/policy-book';

// Implementation notes
// - Which devices are on the page is decided over `device_listing` alone, as far as the filter allows; `device` is joined
//   where contact or policy count. Details are read for the rows of the page only.
// - Sorting, paging and the index agree: always (key, id), both in the same direction.
// - Every value is a parameter. The only SQL that is chosen is chosen from the constants below.

interface SortColumn {
  column: Prisma.Sql;
  /** The same as `column` of the joined page. */
  idColumn: Prisma.Sql;
  cast: Prisma.Sql;
  needsDevice: boolean;
  valueOf: (row: DeviceRow) => string;
}

const ofListing = (column: Prisma.Sql, valueOf: SortColumn['valueOf'], cast = Prisma.sql`text`): SortColumn => {
  return { column, idColumn: Prisma.sql`l.device_id`, cast, needsDevice: false, valueOf };
};

const sortColumns: Record<Exclude<DeviceSort, `-${string}`>, SortColumn> = {
  lastContactAt: {
    column: Prisma.sql`d.last_contact_at`,
    idColumn: Prisma.sql`d.id`,
    cast: Prisma.sql`timestamptz`,
    needsDevice: true,
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
export const DevicePlace = z.object({ sort: z.string(), value: z.string().max(1100), id: z.uuid() });
export type DevicePlace = z.infer<typeof DevicePlace>;

/** The place of a row, for the cursor next to it. */
export function placeOf(row: DeviceRow, sort: DeviceSort): DevicePlace {
  return { sort, value: sortOf(sort).valueOf(row), id: row.id };
}

/** Everything a question about devices has in common. */
export interface DeviceQuestion {
  filter: DeviceFilterInput;
  book: PolicyBook;
  now: Date;
}

/**
 * The devices that the filter means, from a place on; nearest to the place first, so backwards for `previous`.
 *
 * @param page `take` rows at most
 */
export async function queryDevices(
  ctx: Pick<DomainContext, 'db'>,
  { filter, book, now }: DeviceQuestion,
  page: { sort: DeviceSort; from: PageKey<DevicePlace> | null; take: number },
): Promise<DeviceRow[]> {
  const sort = sortOf(page.sort);
  const isDescending = sort.isDescending !== (page.from?.direction === 'previous');
  const direction = isDescending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const conditions = deviceConditions(filter, now);
  if (page.from) {
    const { value, id } = page.from.key;
    const comparison = isDescending ? Prisma.sql`<` : Prisma.sql`>`;
    conditions.push({
      sql: Prisma.sql`(${sort.column}, ${sort.idColumn}) ${comparison} (${value}::${sort.cast}, ${id}::uuid)`,
      needs: null,
    });
  }
  const source = await deviceSource(ctx, { conditions, book, needsDevice: sort.needsDevice });
  const rows = await ctx.db.$queryRaw<unknown[]>`
    WITH page AS (
      SELECT l.device_id AS id FROM ${source}
      ORDER BY ${sort.column} ${direction}, ${sort.idColumn} ${direction} LIMIT ${page.take}
    )
    SELECT ${deviceRowColumns(now)}
    FROM page JOIN device d ON d.id = page.id JOIN device_listing l ON l.device_id = d.id
      JOIN mailbox m ON m.id = d.mailbox_id
    ORDER BY ${sort.column} ${direction}, ${sort.idColumn} ${direction}`;
  return rows.map((row) => DeviceRow.parse(row));
}

/** How many devices the filter means, counted up to `limit`. */
export async function countDevices(
  ctx: Pick<DomainContext, 'db'>,
  { filter, book, now }: DeviceQuestion,
  limit: number,
): Promise<number> {
  const conditions = deviceConditions(filter, now);
  const source = await deviceSource(ctx, { conditions, book, needsDevice: false });
  const rows = await ctx.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM ${source} LIMIT ${limit}) AS matching`;
  return rows[0]?.count ?? 0;
}

/** FROM and WHERE: the listing, and what else the conditions speak of. */
async function deviceSource(
  ctx: Pick<DomainContext, 'db'>,
  { conditions, book, needsDevice }: { conditions: DeviceCondition[]; book: PolicyBook; needsDevice: boolean },
): Promise<Prisma.Sql> {
  const needsPolicy = conditions.some(({ needs }) => needs === 'policy');
  const joinsDevice = needsDevice || conditions.some(({ needs }) => needs !== null);
  const device = joinsDevice ? Prisma.sql`JOIN device d ON d.id = l.device_id` : Prisma.empty;
  const policy = needsPolicy
    ? Prisma.sql`JOIN mailbox m ON m.id = d.mailbox_id ${effectiveHashJoin(book, await loadPolicyIds(ctx))}`
    : Prisma.empty;
  const where = Prisma.join(
    conditions.map(({ sql }) => sql),
    ' AND ',
  );
  return Prisma.sql`device_listing l ${device} ${policy} WHERE ${where}`;
}
