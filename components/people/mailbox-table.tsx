'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { mailboxAddress } from '@/components/people/mailbox-address';
import { mailboxColumns } from '@/components/people/mailbox-columns';
import { MoveMailboxDialog } from '@/components/people/move-mailbox-dialog';
import { DataTable } from '@/components/patterns/data-table';
import { EmptyState } from '@/components/patterns/empty-state';
import { useAddressQuery } from '@/components/patterns/address-query';
import { Pager } from '@/components/patterns/pager';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/link';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';
import type { MailboxView } from '@/lib/domain/mailboxes/contract';

/** The mailboxes that the address asks for, a page at a time. */
export function MailboxTable({ canManage }: { canManage: boolean }) {
  const t = useTranslations('people.mailboxes');
  const { query, hrefOf, change } = useAddressQuery(mailboxAddress.read, mailboxAddress.write);
  const [moved, setMoved] = useState<MailboxView | null>(null);
  const columns = mailboxColumns({ t, onMove: canManage ? setMoved : undefined });
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(mailboxQueries.list(query));
  const retry = () => void refetch();

  if (isPending) return <TableSkeleton columns={columns.length} label={t('loading')} />;
  if (!data) return <ProblemNotice title={t('failed')} error={error} onRetry={retry} />;
  if (data.mailboxes.length === 0) {
    if (query.cursor) {
      return (
        <EmptyState title={t('pageEmpty')} actions={<ButtonLink href={hrefOf({})}>{t('firstPage')}</ButtonLink>} />
      );
    }
    if (!query.search && !query.groupId) return <EmptyState title={t('empty')} hint={t('emptyHint')} />;
    return (
      <EmptyState
        title={query.search ? t('noMatchSearch', { search: query.search }) : t('noMatch')}
        actions={<Button onClick={() => change({ search: undefined, groupId: undefined })}>{t('clearFilters')}</Button>}
      />
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {error && <ProblemNotice title={t('refreshFailed')} error={error} onRetry={retry} />}
      <DataTable
        caption={t('caption')}
        columns={columns}
        rows={data.mailboxes}
        rowKey={byId}
        isStale={isPlaceholderData}
        isBelowTabs
      />
      <Pager
        label={t('pages')}
        previousHref={data.previousCursor && hrefOf({ cursor: data.previousCursor })}
        nextHref={data.nextCursor && hrefOf({ cursor: data.nextCursor })}
      />
      {moved && <MoveMailboxDialog mailbox={moved} onClose={() => setMoved(null)} />}
    </div>
  );
}

const byId = ({ id }: MailboxView) => id;
