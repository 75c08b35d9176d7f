'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { FormerDeviceNotice } from '@/components/patterns/former-device-notice';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { deviceQueries } from '@/lib/console/devices/queries';
import type { DeviceView } from '@/lib/domain/devices/contract';

/** Former partnerships of this phone; nothing if it is not known to have had any. */
export function FormerDevices({ device, canManage }: { device: DeviceView; canManage: boolean }) {
  const t = useTranslations('continuity');
  const { data, error, refetch } = useQuery(deviceQueries.formers(device.id));
  // A failed refresh leaves what was found before.
  if (!data && error) return <ProblemNotice title={t('failed')} error={error} onRetry={() => void refetch()} />;
  return data?.formers.map((former) => (
    <FormerDeviceNotice key={former.id} device={device} former={former} canManage={canManage} />
  ));
}
