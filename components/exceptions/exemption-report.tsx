'use client';

import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { SettingNames } from '@/components/exceptions/setting-names';
import { useTermText } from '@/components/exceptions/term-text';
import type { Column } from '@/components/patterns/column';
import { DataTable } from '@/components/patterns/data-table';
import { EmptyState } from '@/components/patterns/empty-state';
import { MailboxName } from '@/components/patterns/mailbox-name';
import { PageHeader } from '@/components/patterns/page-header';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { DownloadLink } from '@/components/ui/link';
import { exceptionQueries } from '@/lib/console/exceptions/queries';
import { exemptionExportUrl } from '@/lib/console/exceptions/search-params';
import type { ExemptMailbox } from '@/lib/domain/exceptions/contract';

/** Who is exempt today: every mailbox, also by its group, with each exception that holds for it. */
export function ExemptionReport() {
  const t = useTranslations('exceptions.report');
  const { data, error, refetch } = useQuery(exceptionQueries.report());
  const columns = useColumns();
  const locale = useLocale();
  const retry = () => void refetch();
  return (
    <>
      <PageHeader
        back={{ href: '/mobileadmin/exceptions', label: t('back') }}
        title={t('title')}
        description={t('description')}
        actions={
          <DownloadLink icon={Download} href={exemptionExportUrl(locale)}>
            {t('export')}
          </DownloadLink>
        }
      />
      <div className="flex flex-col gap-3">
        {error && <ProblemNotice title={t('failed')} error={error} onRetry={retry} />}
        {!data && !error && <TableSkeleton columns={columns.length} rows={4} label={t('loading')} />}
        {data && data.mailboxes.length === 0 && <EmptyState title={t('nobody')} hint={t('nobodyHint')} />}
        {data && data.mailboxes.length > 0 && (
          <>
            <p>{t('total', { count: data.total })}</p>
            <DataTable caption={t('title')} columns={columns} rows={data.mailboxes} rowKey={keyOf} />
          </>
        )}
      </div>
    </>
  );
}

const keyOf = ({ mailbox, exceptionId }: ExemptMailbox) => `${mailbox}/${exceptionId}`;

function useColumns(): Column<ExemptMailbox>[] {
  const t = useTranslations('exceptions');
  const termText = useTermText();
  return [
    {
      id: 'mailbox',
      header: t('report.mailbox'),
      isRowHeader: true,
      className: 'md:min-w-56',
      cell: ({ mailbox, displayName, deviceCount: count }) => (
        <span className="flex flex-col">
          <span className="wrap-anywhere">
            <MailboxName name={mailbox} />
          </span>
          {displayName && <span className="font-normal">{displayName}</span>}
          <span className="font-normal text-muted">{t('devices', { count })}</span>
        </span>
      ),
    },
    {
      id: 'scope',
      header: t('columns.scope'),
      className: 'md:min-w-40',
      cell: ({ settings }) => <SettingNames settings={settings} />,
    },
    {
      id: 'via',
      header: t('report.via'),
      cell: ({ group }) => group ?? <span className="text-muted">{t('report.own')}</span>,
    },
    {
      id: 'term',
      header: t('columns.term'),
      className: 'md:min-w-52',
      cell: ({ startsAt, endsAt }) => (
        <span className="flex flex-col">
          <span>{termText.begin(startsAt)}</span>
          <span>{termText.end(endsAt)}</span>
        </span>
      ),
    },
    { id: 'reason', header: t('columns.reason'), className: 'md:min-w-48 md:max-w-96', cell: ({ reason }) => reason },
    { id: 'approved', header: t('columns.approved'), cell: ({ approvedBy }) => approvedBy },
  ];
}
