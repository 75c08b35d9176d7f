import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { OverviewContent } from '@/components/overview/overview-content';
import { PageHeader } from '@/components/patterns/page-header';
import { overviewQueries } from '@/lib/console/overview/queries';
import { createQueryClient } from '@/lib/console/query-client';
import { requireContext } from '@/lib/console/session';
import { getOverview } from '@/lib/domain/overview/get-overview';
import { hasPermission } from '@/lib/domain/permissions';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('overview');
  return { title: t('title') };
}

export default async function OverviewPage() {
  const [ctx, t] = await Promise.all([requireContext(), getTranslations('overview')]);
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery({ ...overviewQueries.get(), queryFn: () => getOverview(ctx) });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title={t('title')} />
      <OverviewContent canSeeExceptions={hasPermission(ctx.actor.role, 'exception:read')} />
    </HydrationBoundary>
  );
}
