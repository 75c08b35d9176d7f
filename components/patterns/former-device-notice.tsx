'use client';

/*
 * <FormerDeviceNotice device={device} former={former} canManage onOrder={(kind) => …} />
 * Says that a device is probably a former one under another DeviceId, and offers what can be carried over.
 */
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CarryOverDialog } from '@/components/patterns/carry-over-dialog';
import { RelativeTime } from '@/components/patterns/relative-time';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Code } from '@/components/ui/code';
import { TextLink } from '@/components/ui/link';
import type { FormerDevice } from '@/lib/domain/continuity/contract';
import type { DeviceSummary } from '@/lib/domain/devices/contract';

export interface FormerDeviceNoticeProps {
  device: Pick<DeviceSummary, 'id' | 'name' | 'mailbox'>;
  former: FormerDevice;
  canManage: boolean;
}

/** A former partnership that is probably the same phone. What must not be lost on the way, a block above all, stands out. */
export function FormerDeviceNotice({ device, former, canManage }: FormerDeviceNoticeProps) {
  const t = useTranslations('continuity');
  const [isOpen, setIsOpen] = useState(false);
  const { carries, openCommand, signs } = former;
  const isUrgent = carries?.decision === 'block' || openCommand !== null;
  const action = carries?.decision ?? (former.canBeRemoved ? 'remove' : null);
  return (
    <>
      <Alert
        tone={isUrgent ? 'danger' : 'info'}
        title={t(`title.${former.certainty}`, { name: former.name, mailbox: device.mailbox })}
        actions={
          canManage &&
          action && (
            <Button
              size="sm"
              variant={isUrgent && action === 'block' ? 'danger' : undefined}
              onClick={() => setIsOpen(true)}
            >
              {t(`${action}.open`)}
            </Button>
          )
        }
      >
        <p>
          {t('signsLabel')} {signs.map((sign) => t(`signs.${sign}`)).join(', ')}.
        </p>
        {!signs.includes('silent') && <p>{t('stillUsed')}</p>}
        {carries && (
          <p>
            {t(`carries.${carries.decision === 'allow' ? 'allow' : carries.because}`)}{' '}
            {carries.decidedBy && t('decidedBy', { name: carries.decidedBy })}
          </p>
        )}
        {openCommand && <p>{t(`openCommand.${openCommand}`)}</p>}
        <p className="text-muted">
          {t.rich('ids', {
            id: () => <Code className="break-all">{former.easDeviceId}</Code>,
            when: () => <RelativeTime at={former.lastContactAt} />,
          })}{' '}
          <TextLink href={`/mobileadmin/devices/${former.id}`}>{t('show')}</TextLink>
        </p>
      </Alert>
      {isOpen && action && (
        <CarryOverDialog device={device} former={former} action={action} onClose={() => setIsOpen(false)} />
      )}
    </>
  );
}
