'use client';

import { useTranslations } from 'next-intl';
import { useHistorySentence } from '@/components/devices/history-sentence';
import { JsonDiff } from '@/components/patterns/json-diff';
import { AbsoluteTime } from '@/components/patterns/relative-time';
import { useSnapshotNames } from '@/components/patterns/snapshot-names';
import { Code } from '@/components/ui/code';
import type { DeviceHistoryEntry } from '@/lib/domain/history/contract';

/** One line of the device's history: when, a sentence, and on demand what exactly. */
export function DeviceHistoryItem({ entry }: { entry: DeviceHistoryEntry }) {
  const t = useTranslations('devices.history');
  const sentence = useHistorySentence();
  const isAudit = entry.source === 'audit';
  const before = isAudit ? entry.before : null;
  const after = isAudit ? entry.after : entry.details;
  const names = useSnapshotNames({ before, after });
  const hasDetails = Object.keys(before ?? {}).length + Object.keys(after ?? {}).length > 0;
  return (
    <li className="@container border-line py-2 not-first:border-t first:pt-0">
      <div className="grid gap-x-4 @xl:grid-cols-[11rem_1fr]">
        <AbsoluteTime at={entry.at} className="text-muted" />
        <div className="min-w-0">
          <p>{sentence(entry)}</p>
          {isAudit && entry.reason && <p className="text-muted">{t('reason', { reason: entry.reason })}</p>}
          {isAudit && entry.address && (
            <p className="text-muted">{t.rich('from', { address: () => <Code>{entry.address}</Code> })}</p>
          )}
          {hasDetails && (
            <details>
              <summary className="min-h-6 w-fit text-muted">{t('details')}</summary>
              <JsonDiff label={t('details')} before={before} after={after} names={names} />
            </details>
          )}
        </div>
      </div>
    </li>
  );
}
