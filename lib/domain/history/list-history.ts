import { z } from 'zod';
import type { DomainContext } from '@/lib/domain/context';
import { toAuditEntry } from '@/lib/domain/history/audit-entry';
import type { HistoryPage, HistoryQuery } from '@/lib/domain/history/contract';
import { historyWhere } from '@/lib/domain/history/history-filter';
import { cutPage, decodeCursor } from '@/lib/domain/page-cursor';
import { requirePermission } from '@/lib/domain/permissions';

/** Decimal, at most what a bigint column holds. */
const Sequence = z.string().regex(/^\d{1,18}$/);

/**
 * A page of the history, newest first.
 *
 * @throws DomainError `permission_denied`, `cursor_invalid`
 */
export async function listHistory(ctx: DomainContext, query: HistoryQuery): Promise<HistoryPage> {
  requirePermission(ctx.actor, 'history:read');
  const from = decodeCursor(Sequence, query.cursor);
  const isBackwards = from?.direction === 'previous';
  const beyond = from && { [isBackwards ? 'gt' : 'lt']: BigInt(from.key) };
  const rows = await ctx.db.auditEvent.findMany({
    where: { AND: [historyWhere(query), { sequence: beyond ?? undefined }] },
    orderBy: { sequence: isBackwards ? 'asc' : 'desc' },
    take: query.limit + 1,
  });
  const page = cutPage(rows, { limit: query.limit, from }, (row) => row.sequence.toString());
  const { nextCursor, previousCursor } = page;
  return { entries: page.rows.map(toAuditEntry), nextCursor, previousCursor };
}
