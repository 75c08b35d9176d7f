import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { NotAllowed } from '@/components/patterns/not-allowed';
import { PolicyDetail } from '@/components/policies/policy-detail';
import { isRefusal } from '@/lib/console/is-refusal';
import { policyQueries } from '@/lib/console/policies/queries';
import { createQueryClient } from '@/lib/console/query-client';
import { requireContext } from '@/lib/console/session';
import { hasPermission } from '@/lib/domain/permissions';
import { PolicyIdInput, type PolicyView } from '@/lib/domain/policies/contract';
import { getPolicy } from '@/lib/domain/policies/get-policy';
import { listPolicies } from '@/lib/domain/policies/list-policies';

type Props = PageProps<'/mobileadmin/policies/[policyId]'>;

/** The policy, once a request: for the title and for the page. Null if the role may not read policies. */
const loadPolicy = cache(async (policyId: string): Promise<PolicyView | null> => {
  const ctx = await requireContext();
  if (!hasPermission(ctx.actor.role, 'policy:read')) return null;
  if (!PolicyIdInput.safeParse({ policyId }).success) notFound();
  try {
    return await getPolicy(ctx, { policyId });
  } catch (error) {
    if (isRefusal(error, 'policy_not_found')) notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ policyId }, t] = await Promise.all([params, getTranslations('policies')]);
  const policy = await loadPolicy(policyId);
  return { title: policy?.name ?? t('title') };
}

export default async function PolicyPage({ params }: Props) {
  const [{ policyId }, ctx, t] = await Promise.all([params, requireContext(), getTranslations('policies')]);
  const policy = await loadPolicy(policyId);
  if (!policy) return <NotAllowed title={t('title')} />;
  const queryClient = createQueryClient();
  queryClient.setQueryData(policyQueries.detail(policyId).queryKey, policy);
  await queryClient.prefetchQuery({ ...policyQueries.list(), queryFn: () => listPolicies(ctx) });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PolicyDetail policyId={policyId} canManage={hasPermission(ctx.actor.role, 'policy:manage')} />
    </HydrationBoundary>
  );
}
