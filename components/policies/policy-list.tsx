'use client';

import { useQuery } from '@tanstack/react-query';
import { Columns2, Plus } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { ComparePoliciesDialog } from '@/components/policies/compare-policies-dialog';
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
  const dialog = useDialogParam(['create', 'compare'] as const);
  const policies = data?.policies ?? [];
  const actions = (
    <>
      {policies.length > 1 && (
        <Button icon={Columns2} onClick={() => dialog.open('compare')}>
          {t('list.compare')}
        </Button>
      )}
      {canManage && (
        <Button variant="primary" icon={Plus} onClick={() => dialog.open('create')}>
          {t('list.create')}
        </Button>
      )}
    </>
  );
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} actions={actions} />
      <PolicyTable />
      {canManage && dialog.name === 'create' && <CreatePolicyDialog policies={policies} onClose={dialog.close} />}
      {dialog.name === 'compare' && policies.length > 1 && (
        <ComparePoliciesDialog policies={policies} onClose={dialog.close} />
      )}
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
