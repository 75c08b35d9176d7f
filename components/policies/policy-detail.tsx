'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { PolicyActions } from '@/components/policies/policy-actions';
import { PolicyAssignments } from '@/components/policies/policy-assignments';
import { PolicyDevices } from '@/components/policies/policy-devices';
import { PolicyEditor } from '@/components/policies/policy-editor';
import { PageHeader } from '@/components/patterns/page-header';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { RelativeTime } from '@/components/patterns/relative-time';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { Badge } from '@/components/ui/badge';
import { policyQueries } from '@/lib/console/policies/queries';

interface PolicyDetailProps {
  policyId: string;
  canManage: boolean;
}

/** One policy: what it says, who has it, and how its devices stand to it. */
export function PolicyDetail({ policyId, canManage }: PolicyDetailProps) {
  const t = useTranslations('policies');
  const back = { href: '/mobileadmin/policies', label: t('detail.back') };
  const { data: policy, error, isPending, refetch } = useQuery(policyQueries.detail(policyId));

  if (isPending) return <TableSkeleton columns={2} label={t('detail.loading')} />;
  if (!policy) {
    return (
      <>
        <PageHeader title={t('detail.failed')} back={back} />
        <ProblemNotice title={t('detail.failed')} error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={policy.name}
        titleAside={policy.isDefault && <Badge tone="info">{t('default')}</Badge>}
        description={t.rich('detail.version', {
          version: policy.version,
          at: () => <RelativeTime at={policy.updatedAt} />,
        })}
        back={back}
        actions={canManage && <PolicyActions policy={policy} />}
      />
      {error && <ProblemNotice title={t('detail.failed')} error={error} onRetry={() => void refetch()} />}
      {!canManage && <p className="mb-4 text-muted">{t('detail.readOnly')}</p>}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <PolicyEditor policy={policy} canManage={canManage} />
        <div className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-5">
          <PolicyDevices policy={policy} />
          <PolicyAssignments policy={policy} canManage={canManage} />
        </div>
      </div>
    </>
  );
}
