'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PolicyActions } from '@/components/policies/policy-actions';
import { PolicyAssignments } from '@/components/policies/policy-assignments';
import { PolicyDevices } from '@/components/policies/policy-devices';
import { usePolicyEditing } from '@/components/policies/policy-editing';
import { PolicyEditor } from '@/components/policies/policy-editor';
import { PageHeader } from '@/components/patterns/page-header';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { RelativeTime } from '@/components/patterns/relative-time';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { Badge } from '@/components/ui/badge';
import { policyQueries } from '@/lib/console/policies/queries';
import type { PolicyView } from '@/lib/domain/policies/contract';

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
  // With a key, so that nothing of one policy's editing is left on the page of another.
  return (
    <LoadedPolicy key={policy.id} policy={policy} canManage={canManage}>
      {error && <ProblemNotice title={t('detail.failed')} error={error} onRetry={() => void refetch()} />}
    </LoadedPolicy>
  );
}

interface LoadedPolicyProps {
  policy: PolicyView;
  canManage: boolean;
  children: ReactNode;
}

function LoadedPolicy({ policy, canManage, children }: LoadedPolicyProps) {
  const t = useTranslations('policies');
  const editing = usePolicyEditing(policy);
  return (
    <>
      <PageHeader
        title={policy.name}
        titleAside={policy.isDefault && <Badge tone="info">{t('default')}</Badge>}
        description={t.rich('detail.version', {
          version: policy.version,
          at: () => <RelativeTime at={policy.updatedAt} />,
        })}
        back={{ href: '/mobileadmin/policies', label: t('detail.back') }}
        actions={<PolicyActions policy={policy} editing={editing} canManage={canManage} />}
      />
      {children}
      {!canManage && <p className="mb-4 text-muted">{t('detail.readOnly')}</p>}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <PolicyEditor editing={editing} canManage={canManage} />
        <div className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-5">
          <PolicyDevices policy={policy} />
          <PolicyAssignments policy={policy} canManage={canManage} />
        </div>
      </div>
    </>
  );
}
