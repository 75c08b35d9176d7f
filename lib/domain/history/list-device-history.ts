import { z } from 'zod';
import type { AuditEvent, DeviceEvent, Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import { toAuditEntry } from '@/lib/domain/history/audit-entry';
import { DeviceEventType } from '@/lib/domain/history/contract';
import type { DeviceHistoryEntry, DeviceHistoryPage, DeviceHistoryQuery } from '@/lib/domain/history/contract';
import { decodeCursor, encodeCursor } from '@/lib/domain/page-cursor';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/** A line's place: time, then history events before device events of the same millisecond, then the newer one. */
const Place = z.discriminatedUnion('source', [
  z.object({ source: z.literal('audit'), at: z.iso.datetime(), id: z.string().regex(/^\d{1,18}$/) }),
  z.object({ source: z.literal('device'), at: z.iso.datetime(), id: z.uuid() }),
]);
type Place = z.infer<typeof Place>;

const StoredEvent = z.object({ type: DeviceEventType, details: z.record(z.string(), z.unknown()) });

/**
 * A page of everything that is known to have happened to a device, newest first: history events and device events in one
 * list. Also what happened to an earlier row of the same partnership.
 *
 * @throws DomainError `permission_denied`, `device_not_found`, `cursor_invalid`
 */
export async function listDeviceHistory(ctx: DomainContext, query: DeviceHistoryQuery): Promise<DeviceHistoryPage> {
  requirePermission(ctx.actor, 'device:read');
  const select = { deviceKey: true, mailbox: { select: { name: true } } } as const;
  const device = await ctx.db.device.findUnique({ where: { id: query.deviceId }, select });
  if (!device) throw new DomainError('device_not_found', query.deviceId);

  const where = { mailbox: device.mailbox.name, deviceKey: device.deviceKey };
  const after = decodeCursor(Place, query.cursor)?.key ?? null;
  const take = query.limit + 1;
  const [audit, events] = await Promise.all([
    ctx.db.auditEvent.findMany({
      where: { ...where, ...(after && auditBeyond(after)) },
      orderBy: [{ at: 'desc' }, { sequence: 'desc' }],
      take,
    }),
    ctx.db.deviceEvent.findMany({
      where: { ...where, ...(after && eventBeyond(after)) },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take,
    }),
  ]);
  const merged = mergeNewestFirst(audit, events);
  const shown = merged.slice(0, query.limit);
  const last = shown.at(-1);
  const nextCursor =
    last && merged.length > query.limit ? encodeCursor({ direction: 'next', key: placeOf(last) }) : null;
  return { entries: shown, nextCursor };
}

function auditBeyond(after: Place): Prisma.AuditEventWhereInput {
  const at = new Date(after.at);
  if (after.source === 'device') return { at: { lt: at } };
  return { OR: [{ at: { lt: at } }, { at, sequence: { lt: BigInt(after.id) } }] };
}

function eventBeyond(after: Place): Prisma.DeviceEventWhereInput {
  const at = new Date(after.at);
  if (after.source === 'audit') return { at: { lte: at } };
  return { OR: [{ at: { lt: at } }, { at, id: { lt: after.id } }] };
}

/** Both lists are sorted already; of two lines of one millisecond the history event comes first. */
function mergeNewestFirst(audit: readonly AuditEvent[], events: readonly DeviceEvent[]): DeviceHistoryEntry[] {
  const lines = [
    ...audit.map((row): DeviceHistoryEntry => ({ ...toAuditEntry(row), source: 'audit' })),
    ...events.map((row): DeviceHistoryEntry => {
      return { ...StoredEvent.parse(row), source: 'device', id: row.id, at: row.at.toISOString() };
    }),
  ];
  // ISO 8601 in UTC sorts as text; the sort is stable.
  return lines.toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1));
}

function placeOf(entry: DeviceHistoryEntry): Place {
  if (entry.source === 'audit') return { source: 'audit', at: entry.at, id: entry.sequence };
  return { source: 'device', at: entry.at, id: entry.id };
}
