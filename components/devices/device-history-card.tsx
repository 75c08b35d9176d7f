'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { DeviceHistoryItem } from '@/components/devices/device-history-item';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { historyQueries } from '@/lib/console/history/queries';
import type { DeviceHistoryEntry } from '@/lib/domain/history/contract';

/** Everything that was done to the device and that it did, newest first. */
export function DeviceHistoryCard({ deviceId }: { deviceId: string }) {
  const t = useTranslations('devices.history');
  const history = useInfiniteQuery(historyQueries.ofDevice(deviceId));
  const entries = history.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Section id="history" title={t('title')}>
      {history.error && (
        <ProblemNotice error={history.error} title={t('failed')} onRetry={() => void history.refetch()} />
      )}
      {history.isPending && (
        <div role="status" className="flex flex-col gap-3">
          <span className="sr-only">{t('loading')}</span>
          <Skeleton className="w-3/4" />
          <Skeleton className="w-2/3" />
          <Skeleton className="w-3/5" />
        </div>
      )}
      {history.data && entries.length === 0 && <p className="text-muted">{t('empty')}</p>}
      <ol>
        {entries.map((entry) => (
          <DeviceHistoryItem key={keyOf(entry)} entry={entry} />
        ))}
      </ol>
      {history.hasNextPage ? (
        <Button
          className="mt-3"
          isPending={history.isFetchingNextPage}
          pendingLabel={t('loadingMore')}
          onClick={() => void history.fetchNextPage()}
        >
          {t('more')}
        </Button>
      ) : (
        entries.length > 0 && <p className="pt-3 text-muted">{t('end')}</p>
      )}
    </Section>
  );
}

const keyOf = (entry: DeviceHistoryEntry) => (entry.source === 'audit' ? entry.sequence : entry.id);
