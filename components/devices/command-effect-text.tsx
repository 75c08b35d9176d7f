'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useArrivalText } from '@/components/devices/arrival-text';
import { Alert } from '@/components/ui/alert';
import type { CommandEffect } from '@/lib/domain/commands/contract';

interface CommandEffectTextProps {
  effect: CommandEffect;
  heartbeatSeconds: number | null;
}

/** What an order does to this very device, when it arrives, and until when it can be taken back. */
export function CommandEffectText({ effect, heartbeatSeconds }: CommandEffectTextProps) {
  const t = useTranslations('commands');
  const format = useFormatter();
  const arrival = useArrivalText();
  const isWholeDevice = effect.erases === 'whole_device';

  return (
    <div className="flex flex-col gap-3">
      <p className="font-medium">{t('effect.device', { name: effect.deviceName, mailbox: effect.mailbox })}</p>
      <Alert tone={isWholeDevice ? 'danger' : 'warning'}>
        <p>{t(`effect.${effect.erases}`, { version: effect.protocolVersion })}</p>
        {isWholeDevice && effect.otherMailboxes.length > 0 && (
          <p>
            {t('effect.otherMailboxes', {
              count: effect.otherMailboxes.length,
              mailboxes: format.list(effect.otherMailboxes, { type: 'conjunction' }),
            })}
          </p>
        )}
      </Alert>
      <ul className="flex list-disc flex-col gap-1 ps-5">
        <li>{t('effect.dataStops')}</li>
        {effect.method !== 'refuse_access' && <li>{arrival.sentence({ ...effect, heartbeatSeconds })}</li>}
        <li>{effect.kind === 'wipe' ? t('effect.noReturnWipe') : t('effect.noReturnDelete')}</li>
        <li>{t('effect.afterwards')}</li>
      </ul>
      {effect.openCommand && (
        <Alert tone="warning">
          {t('effect.alreadyOpen', {
            command: t(`kinds.${effect.openCommand.kind}`),
            state: t(`states.${effect.openCommand.state}`),
          })}
        </Alert>
      )}
    </div>
  );
}
