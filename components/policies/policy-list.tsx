'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { CreatePolicyDialog } from '@/components/policies/create-policy-dialog';
import { policyColumns } from '@/components/policies/policy-columns';
import { DataTable } from '@/components/patterns/data-table';
import { useDialogParam } from '@/components/patterns/dialog-param';
import { EmptyState } from '@/components/patterns/empty-state';
import { PageHeader } from '@/components/patterns/page-header';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { Button } from '@/components/ui/button';
import { policyQueries } from '@/lib/console/policies/queries';
import type { PolicyView } from '@/lib/domain/policies/contract';

/** Every policy: who has it, how many devices it holds for, and how many follow it. */
export function PolicyList({ canManage }: { canManage: boolean }) {
  const t = useTranslations('policies');
  const { data } = useQuery(policyQueries.list());
  const dialog = useDialogParam(['create'] as const);
  const create = canManage && (
    <Button variant="primary" icon={Plus} onClick={() => dialog.open('create')}>
      {t('list.create')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} actions={create} />
      <PolicyTable />
      {canManage && dialog.name && <CreatePolicyDialog policies={data?.policies ?? []} onClose={dialog.close} />}
    </>
  );
}

function PolicyTable() {
  const t = useTranslations('policies');
  const columns = policyColumns({ t, format: useFormatter() });
  const { data, error, isPending, refetch } = useQuery(policyQueries.list());

  if (isPending) return <TableSkeleton columns={columns.length} rows={4} label={t('list.loading')} />;
  if (!data) return <ProblemNotice title={t('list.failed')} error={error} onRetry={() => void refetch()} />;
  if (data.policies.length === 0) return <EmptyState title={t('list.empty')} hint={t('list.emptyHint')} />;
  return (
    <div className="flex flex-col gap-3">
      {error && <ProblemNotice title={t('list.failed')} error={error} onRetry={() => void refetch()} />}
      <DataTable caption={t('list.caption')} columns={columns} rows={data.policies} rowKey={byId} />
    </div>
  );
}

const byId = ({ id }: PolicyView) => id;
