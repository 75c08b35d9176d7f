'use client';

import { useTranslations } from 'next-intl';
import type { DeviceHistoryEntry } from '@/lib/domain/history/contract';

type AuditLine = Extract<DeviceHistoryEntry, { source: 'audit' }>;

/** Gives the function that tells an entry of a device's history as a sentence. */
export function useHistorySentence(): (entry: DeviceHistoryEntry) => string {
  const t = useTranslations('devices.history');
  const roles = useTranslations('common.roles');

  const actorOf = ({ actorKind, actorName: name, actorRole }: AuditLine) =>
    t(`actors.${actorKind}`, { name, role: actorRole ? roles(actorRole) : '' });

  return (entry) => {
    if (entry.source === 'device') {
      const { cause } = entry.details;
      return t(`events.${entry.type}`, { cause: typeof cause === 'string' ? cause : 'other' });
    }
    const actor = actorOf(entry);
    const { kind, because, access, count, minutes } = entry.after ?? {};
    const text = (value: unknown) => (typeof value === 'string' ? value : 'other');
    const number = (value: unknown) => (typeof value === 'number' ? value : 0);
    const key = `actions.${entry.action}`;
    if (!t.has(key)) return t('actions.other', { actor, action: entry.action });
    return t(key, {
      actor,
      kind: text(kind),
      because: text(because),
      access: text(access),
      times: number(count),
      minutes: number(minutes),
    });
  };
}
