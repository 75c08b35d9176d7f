'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { useAnnounce } from '@/components/ui/announcer';
import { decideAccessMutation } from '@/lib/console/devices/queries';
import type { DeviceView } from '@/lib/domain/devices/contract';

interface AccessDialogProps {
  device: DeviceView;
  decision: 'allow' | 'block';
  onClose: () => void;
}

/** Allows a refused device again, or blocks one by hand. */
export function AccessDialog({ device, decision, onClose }: AccessDialogProps) {
  const t = useTranslations('commands');
  const announce = useAnnounce();
  const { name, mailbox } = device;
  const decide = useMutation({
    ...decideAccessMutation,
    onSuccess: () => {
      announce(t(`${decision}.done`, { name }));
      onClose();
    },
  });
  return (
    <EffectDialog
      isOpen
      onClose={onClose}
      title={t(`${decision}.title`)}
      effect={
        <div className="flex flex-col gap-2">
          <p>{t(`${decision}.effect`, { name, mailbox })}</p>
          {decision === 'allow' && device.blockReason === 'wiped' && <p>{t('allow.afterWipe')}</p>}
          {decision === 'block' && device.openCommand && <p>{t('block.openCommand')}</p>}
        </div>
      }
      actionLabel={t(`${decision}.action`)}
      isDangerous={decision === 'block'}
      isPending={decide.isPending}
      error={decide.error}
      onConfirm={({ reason }) => decide.mutate({ deviceId: device.id, decision, reason })}
    />
  );
}
