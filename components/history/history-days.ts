import { dayOf } from '@/lib/console/i18n/zoned-day';
import type { AuditEntry } from '@/lib/domain/history/contract';

export interface HistoryDay {
  day: string;
  entries: AuditEntry[];
}

/** Entries under the day on which they were made, where the reader is; the order stays. */
export function groupByDay(entries: readonly AuditEntry[], timeZone: string): HistoryDay[] {
  const days: HistoryDay[] = [];
  for (const entry of entries) {
    const day = dayOf(new Date(entry.at), timeZone);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}
