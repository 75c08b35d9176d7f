'use client';

import { useQuery } from '@tanstack/react-query';
import { Download, ShieldCheck } from 'lucide-react';
import { useFormatter, useLocale, useTimeZone, useTranslations } from 'next-intl';
import { groupByDay, type HistoryDay } from '@/components/history/history-days';
import { HistoryEntry } from '@/components/history/history-entry';
import { HistoryFilters, hasFilters, noFilters } from '@/components/history/history-filters';
import { VerifyDialog } from '@/components/history/verify-dialog';
import { useDialogParam } from '@/components/patterns/dialog-param';
import { EmptyState } from '@/components/patterns/empty-state';
import { useAddressQuery } from '@/components/patterns/address-query';
import { PageHeader } from '@/components/patterns/page-header';
import { Pager } from '@/components/patterns/pager';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { Button } from '@/components/ui/button';
import { ButtonLink, DownloadLink } from '@/components/ui/link';
import { historyQueries } from '@/lib/console/history/queries';
import { historyExportUrl, readHistoryQuery, writeHistoryQuery } from '@/lib/console/history/search-params';

const address = { read: readHistoryQuery, write: writeHistoryQuery };

/** The history of everything: found by filters, read as sentences, exported, verified. */
export function HistoryList() {
  const t = useTranslations('history');
  const locale = useLocale();
  const dialog = useDialogParam(['verify'] as const);
  const { query, change } = useAddressQuery(address.read, address.write);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <>
            <Button icon={ShieldCheck} onClick={() => dialog.open('verify')}>
              {t('verify.open')}
            </Button>
            <DownloadLink icon={Download} href={historyExportUrl(query, 'csv', locale)}>
              {t('export.csv')}
            </DownloadLink>
            <DownloadLink icon={Download} href={historyExportUrl(query, 'json', locale)}>
              {t('export.json')}
            </DownloadLink>
          </>
        }
      />
      <HistoryFilters query={query} onChange={change} />
      <HistoryEntries />
      <p className="pt-3 text-muted">{t('export.hint')}</p>
      {dialog.name === 'verify' && <VerifyDialog onClose={dialog.close} />}
    </>
  );
}

function HistoryEntries() {
  const t = useTranslations('history');
  const timeZone = useTimeZone() ?? 'UTC';
  const { query, hrefOf, change } = useAddressQuery(address.read, address.write);
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(historyQueries.list(query));
  const retry = () => void refetch();

  if (isPending) return <TableSkeleton columns={3} label={t('loading')} />;
  if (!data) return <ProblemNotice title={t('failed')} error={error} onRetry={retry} />;
  if (data.entries.length === 0) {
    if (query.cursor) {
      return (
        <EmptyState title={t('pageEmpty')} actions={<ButtonLink href={hrefOf({})}>{t('firstPage')}</ButtonLink>} />
      );
    }
    if (!hasFilters(query)) return <EmptyState title={t('empty')} hint={t('emptyHint')} />;
    return <EmptyState title={t('noMatch')} hint={t('noMatchHint')} actions={<ClearButton onClear={change} />} />;
  }
  return (
    <div aria-busy={isPlaceholderData || undefined} className="flex flex-col gap-4">
      {error && <ProblemNotice title={t('refreshFailed')} error={error} onRetry={retry} />}
      {groupByDay(data.entries, timeZone).map((day) => (
        <DaySection key={day.entries[0]?.sequence} {...day} />
      ))}
      <Pager
        label={t('pages')}
        previousHref={data.previousCursor && hrefOf({ cursor: data.previousCursor })}
        nextHref={data.nextCursor && hrefOf({ cursor: data.nextCursor })}
        summary={t('newest')}
      />
    </div>
  );
}

function ClearButton({ onClear }: { onClear: (part: typeof noFilters) => void }) {
  const t = useTranslations('common.filter');
  return <Button onClick={() => onClear(noFilters)}>{t('clear')}</Button>;
}

function DaySection({ day, entries }: HistoryDay) {
  const format = useFormatter();
  const name = format.dateTime(new Date(`${day}T00:00:00Z`), { dateStyle: 'full', timeZone: 'UTC' });
  return (
    <section aria-label={name}>
      <h2 className="mb-1.5 font-semibold">{name}</h2>
      <ol className="rounded-md border border-line bg-surface">
        {entries.map((entry) => (
          <HistoryEntry key={entry.sequence} entry={entry} />
        ))}
      </ol>
    </section>
  );
}
