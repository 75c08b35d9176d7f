import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { HistoryList } from '@/components/history/history-list';
import { NotAllowed } from '@/components/patterns/not-allowed';
import { historyQueries } from '@/lib/console/history/queries';
import { readHistoryQuery } from '@/lib/console/history/search-params';
import { createQueryClient } from '@/lib/console/query-client';
import { requireContext } from '@/lib/console/session';
import { listHistory } from '@/lib/domain/history/list-history';
import { hasPermission } from '@/lib/domain/permissions';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('history');
  return { title: t('title') };
}

export default async function HistoryPage({ searchParams }: PageProps<'/mobileadmin/history'>) {
  const [ctx, t] = await Promise.all([requireContext(), getTranslations('history')]);
  if (!hasPermission(ctx.actor.role, 'history:read')) return <NotAllowed title={t('title')} />;
  const query = readHistoryQuery(await searchParams);
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery({ ...historyQueries.list(query), queryFn: () => listHistory(ctx, query) });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <HistoryList />
    </HydrationBoundary>
  );
}
