'use client';

import { useTranslations } from 'next-intl';
import type { AuditEntry } from '@/lib/domain/history/contract';

/** Gives names that people know for the values before and after; what has none keeps the one it is stored under. */
export function useSnapshotNames({ before, after }: Pick<AuditEntry, 'before' | 'after'>): Record<string, string> {
  const t = useTranslations('history.names');
  const settings = useTranslations('policies.fields');
  const keys = Object.keys({ ...before, ...after }).filter((key) => /^\w+$/.test(key));
  return Object.fromEntries(
    keys.flatMap((key) => {
      if (t.has(key)) return [[key, t(key)]];
      return settings.has(`${key}.label`) ? [[key, settings(`${key}.label`)]] : [];
    }),
  );
}
