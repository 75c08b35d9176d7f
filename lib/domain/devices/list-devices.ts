import type { DomainContext } from '@/lib/domain/context';
import type { DeviceListQuery, DevicePage } from '@/lib/domain/devices/contract';
import { DevicePlace, countDevices, findFew, placeOf, queryDevices } from '@/lib/domain/devices/device-query';
import { toDeviceSummary } from '@/lib/domain/devices/device-row';
import { cutPage, decodeCursor } from '@/lib/domain/page-cursor';
import { requirePermission } from '@/lib/domain/permissions';
import { loadPolicyBook } from '@/lib/domain/policies/policy-book';
import { DomainError } from '@/lib/errors/domain-error';

/** Nobody reads so many; counting on would make every page slow. */
const COUNT_LIMIT = 10_000;

/**
 * A page of devices, searched, filtered and sorted by the database. Removed devices are shown only if their state is asked
 * for.
 *
 * @throws DomainError `permission_denied`, `cursor_invalid` also for a cursor of another sort
 */
export async function listDevices(ctx: DomainContext, query: DeviceListQuery): Promise<DevicePage> {
  requirePermission(ctx.actor, 'device:read');
  const { sort, limit, cursor, ...filter } = query;
  const from = decodeCursor(DevicePlace, cursor);
  if (from && from.key.sort !== sort) throw new DomainError('cursor_invalid', `made for ${from.key.sort}`);

  const now = ctx.now();
  const book = await loadPolicyBook(ctx);
  const question = { filter, book, now };
  const few = await findFew(ctx, question);
  const [rows, counted] = await Promise.all([
    queryDevices(ctx, question, { sort, from, take: limit + 1, few }),
    few ? few.length : countDevices(ctx, question, COUNT_LIMIT + 1),
  ]);
  const page = cutPage(rows, { limit, from }, (row) => placeOf(row, sort));
  return {
    devices: page.rows.map((row) => toDeviceSummary(row, book, now)),
    total: Math.min(counted, COUNT_LIMIT),
    totalIsExact: counted <= COUNT_LIMIT,
    nextCursor: page.nextCursor,
    previousCursor: page.previousCursor,
  };
}
