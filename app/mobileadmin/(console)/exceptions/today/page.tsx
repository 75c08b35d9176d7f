import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ExemptionReport } from '@/components/exceptions/exemption-report';
import { NotAllowed } from '@/components/patterns/not-allowed';
import { exceptionQueries } from '@/lib/console/exceptions/queries';
import { createQueryClient } from '@/lib/console/query-client';
import { requireContext } from '@/lib/console/session';
import { reportExemptions } from '@/lib/domain/exceptions/report-exemptions';
import { hasPermission } from '@/lib/domain/permissions';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('exceptions.report');
  return { title: t('title') };
}

export default async function ExemptTodayPage() {
  const [ctx, t] = await Promise.all([requireContext(), getTranslations('exceptions.report')]);
  if (!hasPermission(ctx.actor.role, 'exception:read')) return <NotAllowed title={t('title')} />;
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery({ ...exceptionQueries.report(), queryFn: () => reportExemptions(ctx) });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ExemptionReport />
    </HydrationBoundary>
  );
}
