import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AccessPage } from '@/components/access/access-page';
import { NotAllowed } from '@/components/patterns/not-allowed';
import { accessQueries } from '@/lib/console/access/queries';
import { createQueryClient } from '@/lib/console/query-client';
import { requireContext } from '@/lib/console/session';
import { QuarantineQuery } from '@/lib/domain/access/contract';
import { getAccess } from '@/lib/domain/access/get-access';
import { listQuarantine } from '@/lib/domain/access/list-quarantine';
import { listSwitches } from '@/lib/domain/access/list-switches';
import { hasPermission } from '@/lib/domain/permissions';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('access');
  return { title: t('title') };
}

export default async function Access() {
  const [ctx, t] = await Promise.all([requireContext(), getTranslations('access')]);
  const { role } = ctx.actor;
  if (!hasPermission(role, 'access:read')) return <NotAllowed title={t('title')} />;
  const queryClient = createQueryClient();
  const waiting = QuarantineQuery.parse({ limit: 50 });
  await Promise.all([
    queryClient.prefetchQuery({ ...accessQueries.book(), queryFn: () => getAccess(ctx) }),
    queryClient.prefetchQuery({ ...accessQueries.quarantine(waiting), queryFn: () => listQuarantine(ctx, waiting) }),
    queryClient.prefetchQuery({ ...accessQueries.switches(), queryFn: () => listSwitches(ctx) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AccessPage canManage={hasPermission(role, 'access:manage')} />
    </HydrationBoundary>
  );
}
