'use client';

import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { DEVICE_COLUMNS_COOKIE } from '@/components/devices/columns-cookie';
import { deviceColumns } from '@/components/devices/device-columns';
import { DeviceFilters, hasFilters, noFilters } from '@/components/devices/device-filters';
import { NoDevices } from '@/components/devices/no-devices';
import { SelectionBar } from '@/components/devices/selection-bar';
import { useAddressQuery } from '@/components/patterns/address-query';
import { ColumnChooser } from '@/components/patterns/column-chooser';
import { useColumnVisibility } from '@/components/patterns/column-visibility';
import { DataTable } from '@/components/patterns/data-table';
import { useDurationText } from '@/components/patterns/duration-text';
import { EmptyState } from '@/components/patterns/empty-state';
import { PageHeader } from '@/components/patterns/page-header';
import { Pager } from '@/components/patterns/pager';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { Button } from '@/components/ui/button';
import { ButtonLink, DownloadLink } from '@/components/ui/link';
import { deviceQueries } from '@/lib/console/devices/queries';
import { deviceExportUrl, readDeviceListQuery, writeDeviceListQuery } from '@/lib/console/devices/search-params';
import { DeviceSort, type DeviceListQuery, type DevicePage, type DeviceSummary } from '@/lib/domain/devices/contract';

interface DeviceListProps {
  /** Where phones connect, for the explanation before the first one. */
  engineAddress: string;
  initialColumns: Readonly<Record<string, boolean>>;
  /** True if the reader may order wipes and deletes; else nothing can be ticked. */
  canOrder: boolean;
}

const noIds: ReadonlySet<string> = new Set();

/** The page of all devices, in all its states: loading, empty, no match, failed, stale. */
export function DeviceList({ engineAddress, initialColumns, canOrder }: DeviceListProps) {
  const locale = useLocale();
  const t = useTranslations('devices.list');
  const { query, hrefOf, change } = useAddressQuery(readDeviceListQuery, writeDeviceListQuery);
  const [visibility, setVisibility] = useColumnVisibility(DEVICE_COLUMNS_COOKIE, initialColumns);
  const columns = useColumns();
  const { data, error, isPlaceholderData, refetch } = useQuery(deviceQueries.list(query));

  const isEmpty = data?.devices.length === 0 && !query.cursor && !hasFilters(query);
  if (isEmpty && !error && !isPlaceholderData) {
    return (
      <>
        <PageHeader title={t('title')} />
        <NoDevices engineAddress={engineAddress} />
      </>
    );
  }
  const retry = () => void refetch();
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <DownloadLink icon={Download} href={deviceExportUrl(query, locale)}>
            {t('export')}
          </DownloadLink>
        }
      />
      <DeviceFilters
        query={query}
        onChange={change}
        actions={<ColumnChooser columns={columns} visibility={visibility} onChange={setVisibility} />}
      />
      {error && (
        <div className="mb-3">
          <ProblemNotice error={error} title={data ? t('refreshFailed') : t('failed')} onRetry={retry} />
        </div>
      )}
      {!data && !error && <TableSkeleton columns={7} label={t('loading')} />}
      {data?.devices.length === 0 && (
        <NothingHere query={query} firstPageHref={hrefOf({})} onClear={() => change(noFilters)} />
      )}
      {data && data.devices.length > 0 && (
        <DeviceTable
          // A selection holds for what is filtered now; a hidden device must not be wiped along.
          key={filterKey(query)}
          page={data}
          columns={columns}
          visibility={visibility}
          sort={query.sort}
          isStale={isPlaceholderData}
          hrefOf={hrefOf}
          change={change}
          canOrder={canOrder}
        />
      )}
    </>
  );
}

function useColumns() {
  const t = useTranslations('devices.columns');
  const durationText = useDurationText();
  return useMemo(() => deviceColumns({ t, durationText }), [t, durationText]);
}

interface DeviceTableProps {
  canOrder: boolean;
  hrefOf: (part: Partial<DeviceListQuery>) => string;
  change: (part: Partial<DeviceListQuery>) => void;
  page: DevicePage;
  columns: ReturnType<typeof deviceColumns>;
  visibility: Readonly<Record<string, boolean>>;
  sort: DeviceSort;
  isStale: boolean;
}

function DeviceTable(props: DeviceTableProps) {
  const { page, columns, visibility, sort, isStale, hrefOf, change, canOrder } = props;
  const t = useTranslations('devices.list');
  const [selectedIds, setSelectedIds] = useState(noIds);
  const label = (device: DeviceSummary) => t('select', { name: device.name, mailbox: device.mailbox });
  return (
    <>
      <DataTable
        caption={t('caption')}
        columns={columns}
        rows={page.devices}
        rowKey={byId}
        sort={sort}
        onSort={(next) => {
          const known = sorts.find((one) => one === next);
          if (known) change({ sort: known });
        }}
        visibility={visibility}
        selection={canOrder ? { ids: selectedIds, onChange: setSelectedIds, label } : undefined}
        isStale={isStale}
      />
      {selectedIds.size > 0 && <SelectionBar deviceIds={[...selectedIds]} onClear={() => setSelectedIds(noIds)} />}
      <Pager
        label={t('pages')}
        previousHref={page.previousCursor && hrefOf({ cursor: page.previousCursor })}
        nextHref={page.nextCursor && hrefOf({ cursor: page.nextCursor })}
        summary={
          <span role="status">
            {page.totalIsExact ? t('total', { count: page.total }) : t('totalAtLeast', { count: page.total })}
          </span>
        }
      />
    </>
  );
}

/** The filters alone, without order and page. */
const filterKey = ({ sort: _sort, cursor: _cursor, limit: _limit, ...filter }: DeviceListQuery) =>
  writeDeviceListQuery(filter);

const sorts = DeviceSort.options;
const byId = (device: DeviceSummary) => device.id;

interface NothingHereProps {
  query: DeviceListQuery;
  firstPageHref: string;
  onClear: () => void;
}

function NothingHere({ query, firstPageHref, onClear }: NothingHereProps) {
  const t = useTranslations('devices.list');
  const { search } = query;
  if (query.cursor !== undefined) {
    return (
      <EmptyState
        title={t('pageEmpty')}
        hint={t('pageEmptyHint')}
        actions={<ButtonLink href={firstPageHref}>{t('firstPage')}</ButtonLink>}
      />
    );
  }
  return (
    <EmptyState
      title={search ? t('noMatchSearch', { search }) : t('noMatch')}
      hint={t('noMatchHint')}
      actions={<Button onClick={onClear}>{t('clearFilters')}</Button>}
    />
  );
}
