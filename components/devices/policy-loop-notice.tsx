'use client';

import { RefreshCcw } from 'lucide-react';
import { useNow, useTranslations } from 'next-intl';
import { useState } from 'react';
import { ReleaseDialog } from '@/components/devices/release-dialog';
import { AbsoluteTime } from '@/components/patterns/relative-time';
import { Alert } from '@/components/ui/alert';
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
  const now = useNow({ updateInterval: 30_000 });
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
          <p className="text-muted" suppressHydrationWarning>
            {Date.parse(loop.pausedUntil) > now.getTime()
              ? t.rich('paused', { until: () => <AbsoluteTime at={loop.pausedUntil} /> })
              : t('pauseOver')}
          </p>
        </Alert>
      )}
      {isAsking && (
        <ReleaseDialog
          device={device}
          words="devices.policyLoop.retry"
          mutation={retryPolicyMutation}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  );
}
