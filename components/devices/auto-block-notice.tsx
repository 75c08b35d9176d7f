'use client';

import { LockOpen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useExcessText } from '@/components/devices/excess-text';
import { ReleaseDialog } from '@/components/devices/release-dialog';
import { useMomentText } from '@/components/patterns/moment-text';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { endAutoBlockMutation } from '@/lib/console/devices/queries';
import type { DeviceView } from '@/lib/domain/devices/contract';

interface AutoBlockNoticeProps {
  device: DeviceView;
  canManage: boolean;
}

/** Of a device that is blocked for a while for its behaviour: until when, what for, what helps, and "end it". */
export function AutoBlockNotice({ device, canManage }: AutoBlockNoticeProps) {
  const t = useTranslations('autoBlock');
  const excessText = useExcessText();
  const momentText = useMomentText();
  const [isEnding, setIsEnding] = useState(false);
  const { autoBlock } = device;
  return (
    <>
      {autoBlock && (
        <Alert
          tone="danger"
          title={<span suppressHydrationWarning>{t('notice.title', { until: momentText(autoBlock.until) })}</span>}
          actions={
            canManage && (
              <Button size="sm" icon={LockOpen} onClick={() => setIsEnding(true)}>
                {t('end.open')}
              </Button>
            )
          }
        >
          <p>{t('notice.because', { excess: excessText(autoBlock), limit: autoBlock.limit })}</p>
          <p>{t(`notice.remedies.${autoBlock.kind}`)}</p>
          <p className="text-muted">{t('notice.effect')}</p>
        </Alert>
      )}
      {isEnding && (
        <ReleaseDialog
          device={device}
          words="autoBlock.end"
          mutation={endAutoBlockMutation}
          onClose={() => setIsEnding(false)}
        />
      )}
    </>
  );
}
