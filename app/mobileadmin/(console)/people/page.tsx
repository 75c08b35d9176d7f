import { dehydrate, HydrationBoundary, type QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PeoplePage } from '@/components/people/people-page';
import { tabOf } from '@/components/people/people-tabs';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';
import { readMailboxListQuery } from '@/lib/console/mailboxes/search-params';
import { personQueries } from '@/lib/console/people/queries';
import type { RawQuery } from '@/lib/console/http/query-string';
import { createQueryClient } from '@/lib/console/query-client';
import { requireContext } from '@/lib/console/session';
import type { DomainContext } from '@/lib/domain/context';
import { listGroups } from '@/lib/domain/mailboxes/list-groups';
import { listMailboxes } from '@/lib/domain/mailboxes/list-mailboxes';
import { listPeople } from '@/lib/domain/people/list-people';
import { hasPermission } from '@/lib/domain/permissions';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people');
  return { title: t('title') };
}

/** Fetches what the tab in the address shows. */
async function prefetchTab(queryClient: QueryClient, ctx: DomainContext, params: RawQuery): Promise<void> {
  if (tabOf(params.tab, hasPermission(ctx.actor.role, 'people:read')) === 'people') {
    await queryClient.prefetchQuery({ ...personQueries.list(), queryFn: () => listPeople(ctx) });
    return;
  }
  const query = readMailboxListQuery(params);
  await Promise.all([
    queryClient.prefetchQuery({ ...mailboxQueries.list(query), queryFn: () => listMailboxes(ctx, query) }),
    queryClient.prefetchQuery({ ...mailboxQueries.groups(), queryFn: () => listGroups(ctx) }),
  ]);
}

export default async function PeopleAndMailboxesPage({ searchParams }: PageProps<'/mobileadmin/people'>) {
  const ctx = await requireContext();
  const queryClient = createQueryClient();
  await prefetchTab(queryClient, ctx, await searchParams);
  const { role } = ctx.actor;
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PeoplePage
        can={{
          canSeePeople: hasPermission(role, 'people:read'),
          canManagePeople: hasPermission(role, 'people:manage'),
          canManageMailboxes: hasPermission(role, 'mailbox:manage'),
        }}
      />
    </HydrationBoundary>
  );
}
