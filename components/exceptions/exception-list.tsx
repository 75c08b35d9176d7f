'use client';

import { useQuery } from '@tanstack/react-query';
import { ClipboardList, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { AddExceptionDialog } from '@/components/exceptions/add-exception-dialog';
import { EndExceptionDialog } from '@/components/exceptions/end-exception-dialog';
import { exceptionColumns } from '@/components/exceptions/exception-columns';
import { useTermText } from '@/components/exceptions/term-text';
import { DataTable } from '@/components/patterns/data-table';
import { useDialogParam } from '@/components/patterns/dialog-param';
import { EmptyState } from '@/components/patterns/empty-state';
import { FilterBar, SearchField } from '@/components/patterns/filter-bar';
import { useAddressQuery } from '@/components/patterns/address-query';
import { PageHeader } from '@/components/patterns/page-header';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/link';
import { Tabs } from '@/components/ui/tabs';
import { exceptionQueries } from '@/lib/console/exceptions/queries';
import { readExceptionListQuery, writeExceptionListQuery } from '@/lib/console/exceptions/search-params';
import type { ExceptionView } from '@/lib/domain/exceptions/contract';

const views = ['current', 'past', 'all'] as const;

/** Mailboxes that are exempt from policy: those that are now, those that were, and the way to exempt one more. */
export function ExceptionList({ canManage }: { canManage: boolean }) {
  const t = useTranslations('exceptions');
  const dialog = useDialogParam(['add'] as const);
  const { query, change } = useAddressQuery(readExceptionListQuery, writeExceptionListQuery);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <>
            <ButtonLink icon={ClipboardList} href="/mobileadmin/exceptions/today">
              {t('report.open')}
            </ButtonLink>
            {canManage && (
              <Button variant="primary" icon={Plus} onClick={() => dialog.open('add')}>
                {t('add.open')}
              </Button>
            )}
          </>
        }
      />
      <FilterBar label={t('findLabel')}>
        <SearchField
          label={t('search')}
          placeholder={t('searchPlaceholder')}
          value={query.search ?? ''}
          onSearch={(text) => change({ search: text === '' ? undefined : text }, { isTyping: true })}
        />
      </FilterBar>
      <Tabs
        label={t('views.label')}
        value={query.state}
        onValueChange={(state) => change({ state })}
        tabs={views.map((value) => ({
          value,
          label: t(`views.${value}`),
          content: <ExceptionTable canManage={canManage} onClear={() => change({ search: undefined })} />,
        }))}
      />
      {canManage && dialog.name === 'add' && <AddExceptionDialog onClose={dialog.close} />}
    </>
  );
}

function ExceptionTable({ canManage, onClear }: { canManage: boolean; onClear: () => void }) {
  const t = useTranslations('exceptions');
  const { query } = useAddressQuery(readExceptionListQuery, writeExceptionListQuery);
  const [ending, setEnding] = useState<ExceptionView | null>(null);
  const [renewing, setRenewing] = useState<ExceptionView | null>(null);
  const onEnd = canManage && query.state !== 'past' ? setEnding : undefined;
  const columns = exceptionColumns({ t, termText: useTermText(), onEnd, onRenew: canManage ? setRenewing : undefined });
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(exceptionQueries.list(query));
  const retry = () => void refetch();

  if (isPending) return <TableSkeleton columns={columns.length} rows={4} label={t('loading')} />;
  if (!data) return <ProblemNotice title={t('failed')} error={error} onRetry={retry} />;
  return (
    <div className="flex flex-col gap-3">
      {error && <ProblemNotice title={t('refreshFailed')} error={error} onRetry={retry} />}
      {data.exceptions.length > 0 && (
        <DataTable
          caption={t(`captions.${query.state}`)}
          columns={columns}
          rows={data.exceptions}
          rowKey={byId}
          isStale={isPlaceholderData}
          isBelowTabs
        />
      )}
      {data.exceptions.length === 0 && query.search && (
        <EmptyState
          title={t('noMatch', { search: query.search })}
          hint={t('noMatchHint')}
          actions={<Button onClick={onClear}>{t('clearSearch')}</Button>}
        />
      )}
      {data.exceptions.length === 0 && !query.search && (
        <EmptyState title={t(`empty.${query.state}`)} hint={t(`emptyHint.${query.state}`)} />
      )}
      {renewing && <AddExceptionDialog renewed={renewing} onClose={() => setRenewing(null)} />}
      {ending && <EndExceptionDialog exception={ending} onClose={() => setEnding(null)} />}
    </div>
  );
}

const byId = ({ id }: ExceptionView) => id;
