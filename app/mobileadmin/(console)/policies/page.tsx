import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NotAllowed } from '@/components/patterns/not-allowed';
import { PolicyList } from '@/components/policies/policy-list';
import { policyQueries } from '@/lib/console/policies/queries';
import { createQueryClient } from '@/lib/console/query-client';
import { requireContext } from '@/lib/console/session';
import { hasPermission } from '@/lib/domain/permissions';
import { listPolicies } from '@/lib/domain/policies/list-policies';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('policies');
  return { title: t('title') };
}

export default async function PoliciesPage() {
  const [ctx, t] = await Promise.all([requireContext(), getTranslations('policies')]);
  const { role } = ctx.actor;
  if (!hasPermission(role, 'policy:read')) return <NotAllowed title={t('title')} />;
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery({ ...policyQueries.list(), queryFn: () => listPolicies(ctx) });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PolicyList canManage={hasPermission(role, 'policy:manage')} />
    </HydrationBoundary>
  );
}
