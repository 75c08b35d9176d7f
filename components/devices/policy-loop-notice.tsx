'use client';

import { useMutation } from '@tanstack/react-query';
import { RefreshCcw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { AbsoluteTime } from '@/components/patterns/relative-time';
import { Alert } from '@/components/ui/alert';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { retryPolicyMutation } from '@/lib/console/devices/queries';
import type { DeviceView } from '@/lib/domain/devices/contract';

interface PolicyLoopNoticeProps {
  device: DeviceView;
  canManage: boolean;
}

/** Of a device that goes round in circles: the likely cause, what helps against it, and "try again". */
export function PolicyLoopNotice({ device, canManage }: PolicyLoopNoticeProps) {
  const t = useTranslations('devices.policyLoop');
  const [isAsking, setIsAsking] = useState(false);
  const { loop } = device.policy;
  return (
    <>
      {loop && (
        <Alert
          tone="danger"
          title={t('title')}
          className="mb-3"
          actions={
            canManage && (
              <Button size="sm" icon={RefreshCcw} onClick={() => setIsAsking(true)}>
                {t('retry.open')}
              </Button>
            )
          }
        >
          <p>{t(`causes.${loop.cause}`)}</p>
          <p>{t(`remedies.${loop.cause}`)}</p>
          <p className="text-muted">{t.rich('paused', { until: () => <AbsoluteTime at={loop.pausedUntil} /> })}</p>
        </Alert>
      )}
      {isAsking && <RetryDialog device={device} onClose={() => setIsAsking(false)} />}
    </>
  );
}

function RetryDialog({ device, onClose }: { device: DeviceView; onClose: () => void }) {
  const t = useTranslations('devices.policyLoop.retry');
  const announce = useAnnounce();
  const retry = useMutation({
    ...retryPolicyMutation,
    onSuccess: () => {
      announce(t('done', { name: device.name }));
      onClose();
    },
  });
  return (
    <EffectDialog
      isOpen
      onClose={onClose}
      title={t('title')}
      effect={<p>{t('effect', { name: device.name })}</p>}
      actionLabel={t('action')}
      isPending={retry.isPending}
      error={retry.error}
      onConfirm={({ reason }) => retry.mutate({ deviceId: device.id, reason })}
    />
  );
}
