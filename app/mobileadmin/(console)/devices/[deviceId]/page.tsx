import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { DeviceDetail } from '@/components/devices/device-detail';
import { commandQueries } from '@/lib/console/commands/queries';
import { deviceQueries } from '@/lib/console/devices/queries';
import { historyQueries } from '@/lib/console/history/queries';
import { isRefusal } from '@/lib/console/is-refusal';
import { createQueryClient } from '@/lib/console/query-client';
import { requireContext } from '@/lib/console/session';
import { listCommands } from '@/lib/domain/commands/list-commands';
import { DeviceIdInput } from '@/lib/domain/devices/contract';
import { getDevice } from '@/lib/domain/devices/get-device';
import { DeviceHistoryQuery } from '@/lib/domain/history/contract';
import { listDeviceHistory } from '@/lib/domain/history/list-device-history';
import { listFormerDevices } from '@/lib/domain/continuity/list-former-devices';
import { hasPermission } from '@/lib/domain/permissions';

type Props = PageProps<'/mobileadmin/devices/[deviceId]'>;

/** The device, once a request: for the title and for the page. Not found, and not an id at all, look the same. */
const loadDevice = cache(async (deviceId: string) => {
  if (!DeviceIdInput.safeParse({ deviceId }).success) notFound();
  try {
    return await getDevice(await requireContext(), { deviceId });
  } catch (error) {
    if (isRefusal(error, 'device_not_found')) notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const device = await loadDevice((await params).deviceId);
  return { title: `${device.name} · ${device.mailbox}` };
}

export default async function DevicePage({ params }: Props) {
  const { deviceId } = await params;
  const [ctx, device] = await Promise.all([requireContext(), loadDevice(deviceId)]);
  const queryClient = createQueryClient();
  queryClient.setQueryData(deviceQueries.detail(deviceId).queryKey, device);
  await Promise.all([
    queryClient.prefetchQuery({
      ...commandQueries.ofDevice(deviceId),
      queryFn: () => listCommands(ctx, { deviceId }),
    }),
    queryClient.prefetchQuery({
      ...deviceQueries.formers(deviceId),
      queryFn: () => listFormerDevices(ctx, { deviceId }),
    }),
    queryClient.prefetchInfiniteQuery({
      ...historyQueries.ofDevice(deviceId),
      queryFn: () => listDeviceHistory(ctx, DeviceHistoryQuery.parse({ deviceId })),
    }),
  ]);
  const { role } = ctx.actor;
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <DeviceDetail
        deviceId={deviceId}
        can={{
          canOrder: hasPermission(role, 'command:queue'),
          canCancel: hasPermission(role, 'command:cancel'),
          canManage: hasPermission(role, 'device:manage'),
          canSeeExceptions: hasPermission(role, 'exception:read'),
        }}
      />
    </HydrationBoundary>
  );
}
