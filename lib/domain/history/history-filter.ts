import { z } from 'zod';
import type { Prisma } from '@/lib/db/generated/client';
import { HistoryFilter } from '@/lib/domain/history/contract';
import { storableText } from '@/lib/domain/history/storable-text';
import { escapeLike } from '@/lib/domain/like-pattern';

const HistoryFilterObject = z.object(HistoryFilter);
export type HistoryFilterInput = z.infer<typeof HistoryFilterObject>;

/** The rows a filter means. `from` is included, `until` is not, so that two days side by side share no row. */
export function historyWhere(filter: HistoryFilterInput): Prisma.AuditEventWhereInput {
  const part = (text: string | undefined) =>
    text ? ({ contains: escapeLike(storableText(text)), mode: 'insensitive' } as const) : undefined;
  return {
    at: {
      gte: filter.from === undefined ? undefined : new Date(filter.from),
      lt: filter.until === undefined ? undefined : new Date(filter.until),
    },
    actorName: part(filter.actor),
    mailbox: part(filter.mailbox),
    deviceKey: part(filter.device),
    action: filter.action && filter.action.length > 0 ? { in: filter.action } : undefined,
  };
}
