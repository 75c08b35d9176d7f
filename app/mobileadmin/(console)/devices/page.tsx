import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cookies } from 'next/headers';
import { DEVICE_COLUMNS_COOKIE } from '@/components/devices/columns-cookie';
import { DeviceList } from '@/components/devices/device-list';
import { readColumnVisibility } from '@/components/patterns/read-column-visibility';
import { deviceQueries } from '@/lib/console/devices/queries';
import { readDeviceListQuery } from '@/lib/console/devices/search-params';
import { engineAddress } from '@/lib/console/engine-address';
import { createQueryClient } from '@/lib/console/query-client';
import { requireContext } from '@/lib/console/session';
import { listDeviceFacets } from '@/lib/domain/devices/list-device-facets';
import { listDevices } from '@/lib/domain/devices/list-devices';
import { hasPermission } from '@/lib/domain/permissions';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('devices.list');
  return { title: t('title') };
}

export default async function DevicesPage({ searchParams }: PageProps<'/mobileadmin/devices'>) {
  const [ctx, cookieStore, address] = await Promise.all([requireContext(), cookies(), engineAddress()]);
  const query = readDeviceListQuery(await searchParams);
  const queryClient = createQueryClient();
  // The browser's keys, filled by the domain itself: the server makes no HTTP request to its own API.
  await Promise.all([
    queryClient.prefetchQuery({ ...deviceQueries.list(query), queryFn: () => listDevices(ctx, query) }),
    queryClient.prefetchQuery({ ...deviceQueries.facets(), queryFn: () => listDeviceFacets(ctx) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <DeviceList
        engineAddress={address}
        initialColumns={readColumnVisibility(cookieStore.get(DEVICE_COLUMNS_COOKIE)?.value)}
        canOrder={hasPermission(ctx.actor.role, 'command:queue')}
      />
    </HydrationBoundary>
  );
}
