import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ExceptionList } from '@/components/exceptions/exception-list';
import { NotAllowed } from '@/components/patterns/not-allowed';
import { exceptionQueries } from '@/lib/console/exceptions/queries';
import { readExceptionListQuery } from '@/lib/console/exceptions/search-params';
import { createQueryClient } from '@/lib/console/query-client';
import { requireContext } from '@/lib/console/session';
import { listExceptions } from '@/lib/domain/exceptions/list-exceptions';
import { hasPermission } from '@/lib/domain/permissions';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('exceptions');
  return { title: t('title') };
}

export default async function ExceptionsPage({ searchParams }: PageProps<'/mobileadmin/exceptions'>) {
  const [ctx, t] = await Promise.all([requireContext(), getTranslations('exceptions')]);
  const { role } = ctx.actor;
  if (!hasPermission(role, 'exception:read')) return <NotAllowed title={t('title')} />;
  const query = readExceptionListQuery(await searchParams);
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery({ ...exceptionQueries.list(query), queryFn: () => listExceptions(ctx, query) });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ExceptionList canManage={hasPermission(role, 'exception:manage')} />
    </HydrationBoundary>
  );
}
