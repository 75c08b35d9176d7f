'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { FolderForm } from '@/components/mailboxes/folder-form';
import { EmptyState } from '@/components/patterns/empty-state';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { Section } from '@/components/ui/section';
import { folderQueries } from '@/lib/console/folders/queries';

interface FolderSectionProps {
  mailboxId: string;
  canManage: boolean;
}

/** The folders of a mailbox and what phones take each for. */
export function FolderSection({ mailboxId, canManage }: FolderSectionProps) {
  const t = useTranslations('mailbox.folders');
  const { data, error, refetch } = useQuery(folderQueries.ofMailbox(mailboxId));
  const retry = () => void refetch();
  if (!data) {
    return (
      <Section id="folders" title={t('title')}>
        {error ? (
          <ProblemNotice error={error} title={t('failed')} onRetry={retry} />
        ) : (
          <TableSkeleton columns={2} label={t('loading')} />
        )}
      </Section>
    );
  }
  return (
    <Section id="folders" title={t('title')} description={t('description')} isFlush>
      {error && (
        <div className="p-4 pb-0">
          <ProblemNotice error={error} title={t('refreshFailed')} onRetry={retry} />
        </div>
      )}
      {data.folders.length === 0 ? (
        <div className="p-4">
          <EmptyState title={t('empty')} hint={t('emptyHint')} />
        </div>
      ) : (
        <FolderForm view={data} canManage={canManage} onStale={retry} />
      )}
    </Section>
  );
}
