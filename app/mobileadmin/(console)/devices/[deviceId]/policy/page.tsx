import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { EffectivePolicy } from '@/components/policies/effective-policy';
import { isRefusal } from '@/lib/console/is-refusal';
import { policyQueries } from '@/lib/console/policies/queries';
import { createQueryClient } from '@/lib/console/query-client';
import { requireContext } from '@/lib/console/session';
import { DeviceIdInput } from '@/lib/domain/devices/contract';
import { hasPermission } from '@/lib/domain/permissions';
import { getDevicePolicy } from '@/lib/domain/policies/get-effective-policy';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('policies.effective');
  return { title: t('title') };
}

export default async function DevicePolicyPage({ params }: PageProps<'/mobileadmin/devices/[deviceId]/policy'>) {
  const [{ deviceId }, ctx] = await Promise.all([params, requireContext()]);
  if (!DeviceIdInput.safeParse({ deviceId }).success) notFound();
  const queryClient = createQueryClient();
  try {
    queryClient.setQueryData(policyQueries.ofDevice(deviceId).queryKey, await getDevicePolicy(ctx, { deviceId }));
  } catch (error) {
    if (isRefusal(error, 'device_not_found')) notFound();
    throw error;
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <EffectivePolicy of={{ deviceId }} canOpen={hasPermission(ctx.actor.role, 'policy:read')} />
    </HydrationBoundary>
  );
}
