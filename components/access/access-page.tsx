'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { AccessEditor } from '@/components/access/access-editor';
import { QuarantineSection } from '@/components/access/quarantine-section';
import { SwitchSection } from '@/components/access/switch-section';
import { PageHeader } from '@/components/patterns/page-header';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { Skeleton } from '@/components/ui/skeleton';
import { accessQueries } from '@/lib/console/access/queries';

/** Who may connect: who waits, by which rules it is decided, and who may not use phones at all. */
export function AccessPage({ canManage }: { canManage: boolean }) {
  const t = useTranslations('access');
  const { data, error, isPending, refetch } = useQuery(accessQueries.book());
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="flex flex-col gap-4">
        <QuarantineSection canDecide={canManage} />
        {isPending && <Skeleton className="h-40" />}
        {error && <ProblemNotice title={t('failed')} error={error} onRetry={() => void refetch()} />}
        {data && <AccessEditor book={data} canManage={canManage} />}
        <SwitchSection canManage={canManage} />
      </div>
    </>
  );
}
