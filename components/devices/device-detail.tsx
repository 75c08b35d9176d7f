'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CommandTracker } from '@/components/devices/command-tracker';
import { deviceDialogs, offeredActions, type DeviceAbilities } from '@/components/devices/device-abilities';
import { DeviceAccessCard } from '@/components/devices/device-access-card';
import { DeviceActions } from '@/components/devices/device-actions';
import { DeviceContactsCard } from '@/components/devices/device-contacts-card';
import { DeviceDialogs } from '@/components/devices/device-dialogs';
import { DeviceFactsCard } from '@/components/devices/device-facts-card';
import { DeviceHistoryCard } from '@/components/devices/device-history-card';
import { DevicePolicyCard } from '@/components/devices/device-policy-card';
import { DeviceStateBadge } from '@/components/devices/device-state-badge';
import { DevicePushCard } from '@/components/devices/device-push-card';
import { DeviceSummaryCard } from '@/components/devices/device-summary-card';
import { useDialogParam } from '@/components/patterns/dialog-param';
import { EmptyState } from '@/components/patterns/empty-state';
import { PageHeader } from '@/components/patterns/page-header';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { ButtonLink } from '@/components/ui/link';
import { deviceQueries } from '@/lib/console/devices/queries';
import { ApiProblem } from '@/lib/console/http/api-problem';
import type { DeviceView } from '@/lib/domain/devices/contract';

interface DeviceDetailProps {
  deviceId: string;
  can: DeviceAbilities;
}

/** Everything about one device, and what can be done with it. */
export function DeviceDetail({ deviceId, can }: DeviceDetailProps) {
  const t = useTranslations('devices.detail');
  const { data: device, error, refetch } = useQuery(deviceQueries.detail(deviceId));

  const isGone = error instanceof ApiProblem && error.code === 'device_not_found';
  if (isGone) return <NoSuchDevice />;
  const retry = () => void refetch();
  if (!device) {
    return error ? (
      <ProblemNotice error={error} title={t('failed')} onRetry={retry} />
    ) : (
      <TableSkeleton columns={2} label={t('loading')} />
    );
  }
  return (
    <>
      {error && (
        <div className="mb-3">
          <ProblemNotice error={error} title={t('refreshFailed')} onRetry={retry} />
        </div>
      )}
      <LoadedDevice device={device} can={can} />
    </>
  );
}

function LoadedDevice({ device, can }: { device: DeviceView; can: DeviceAbilities }) {
  const t = useTranslations('devices.detail');
  const dialog = useDialogParam(deviceDialogs);
  const offered = offeredActions(device, can);
  // A dialog that was opened stays, whatever becomes of the device meanwhile: it is the one to tell the reader, such as
  // "too late" when the phone has just fetched the order that is being cancelled.
  const [opened, setOpened] = useState({
    name: dialog.name && offered.has(dialog.name) ? dialog.name : null,
    openCommand: device.openCommand,
  });

  return (
    <>
      <PageHeader
        back={{ href: '/mobileadmin/devices', label: t('back') }}
        title={device.name}
        titleAside={<DeviceStateBadge state={device.state} />}
        description={t('of', { mailbox: device.mailbox })}
        actions={
          <DeviceActions
            device={device}
            offered={offered}
            onOpen={(name) => {
              setOpened({ name, openCommand: device.openCommand });
              dialog.open(name);
            }}
          />
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(20rem,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <CommandTracker device={device} />
          <DeviceSummaryCard device={device} />
          <DevicePolicyCard device={device} canOpen={can.canSeeExceptions} canManage={can.canManage} />
          <DevicePushCard device={device} />
          <DeviceHistoryCard deviceId={device.id} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <DeviceFactsCard device={device} />
          <DeviceContactsCard device={device} />
          <DeviceAccessCard device={device} />
        </div>
      </div>
      {dialog.name && dialog.name === opened.name && (
        <DeviceDialogs device={device} dialog={dialog.name} cancelled={opened.openCommand} onClose={dialog.close} />
      )}
    </>
  );
}

function NoSuchDevice() {
  const t = useTranslations('devices.detail');
  return (
    <EmptyState
      title={t('notFound')}
      hint={t('notFoundHint')}
      actions={<ButtonLink href="/mobileadmin/devices">{t('back')}</ButtonLink>}
    />
  );
}
