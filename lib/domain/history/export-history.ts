import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { toAuditEntry } from '@/lib/domain/history/audit-entry';
import type { AuditEntry } from '@/lib/domain/history/contract';
import { historyWhere } from '@/lib/domain/history/history-filter';
import type { HistoryFilterInput } from '@/lib/domain/history/history-filter';
import { readChain } from '@/lib/domain/history/read-chain';
import { requirePermission } from '@/lib/domain/permissions';

/**
 * Every history event that the filter means, oldest first, read in batches while it is being consumed. That it was
 * exported, by whom and with which filter, is written down before the first one is given out.
 *
 * @throws DomainError `permission_denied`, at once and not at the first event
 */
export function exportHistory(ctx: DomainContext, filter: HistoryFilterInput): AsyncIterable<AuditEntry> {
  requirePermission(ctx.actor, 'history:read');
  return entries(ctx, filter);
}

async function* entries(ctx: DomainContext, filter: HistoryFilterInput): AsyncGenerator<AuditEntry> {
  const { from, until, actor, mailbox, device, action } = filter;
  await ctx.db.$transaction((tx) =>
    appendAudit(tx, ctx, {
      action: 'history_exported',
      target: { kind: 'history', id: null, name: 'history' },
      after: { from, until, actor, mailbox, device, action },
    }),
  );
  for await (const batch of readChain(ctx.db, historyWhere(filter))) yield* batch.map(toAuditEntry);
}
