import type { DomainContext } from '@/lib/domain/context';
import type { DeviceSummary } from '@/lib/domain/devices/contract';
import type { DeviceFilterInput } from '@/lib/domain/devices/device-conditions';
import { placeOf, queryDevices } from '@/lib/domain/devices/device-query';
import type { DevicePlace } from '@/lib/domain/devices/device-query';
import { toDeviceSummary } from '@/lib/domain/devices/device-row';
import type { PageKey } from '@/lib/domain/page-cursor';
import { requirePermission } from '@/lib/domain/permissions';
import { loadPolicyBook } from '@/lib/domain/policies/policy-book';

const BATCH_SIZE = 1000;
/** Mailboxes do not move while the export runs; a sort by contact would lose and repeat devices. */
const SORT = 'mailbox';

/**
 * Every device that the filter of the list means, by mailbox, read in batches while it is being consumed.
 *
 * @throws DomainError `permission_denied`, at once and not at the first device
 */
export function exportDevices(ctx: DomainContext, filter: DeviceFilterInput): AsyncIterable<DeviceSummary> {
  requirePermission(ctx.actor, 'device:read');
  return devices(ctx, filter);
}

async function* devices(ctx: DomainContext, filter: DeviceFilterInput): AsyncGenerator<DeviceSummary> {
  const now = ctx.now();
  const book = await loadPolicyBook(ctx);
  let from: PageKey<DevicePlace> | null = null;
  for (;;) {
    const rows = await queryDevices(ctx, { filter, book, now }, { sort: SORT, from, take: BATCH_SIZE, few: null });
    yield* rows.map((row) => toDeviceSummary(row, book, now));
    const last = rows.at(-1);
    if (!last || rows.length < BATCH_SIZE) return;
    from = { direction: 'next', key: placeOf(last, SORT) };
  }
}
