'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { useAnnounce } from '@/components/ui/announcer';
import { removeDeviceMutation } from '@/lib/console/devices/queries';
import type { DeviceView } from '@/lib/domain/devices/contract';

/** Forgets a partnership and leads back to the list. */
export function RemoveDialog({ device, onClose }: { device: DeviceView; onClose: () => void }) {
  const t = useTranslations('commands.remove');
  const announce = useAnnounce();
  const router = useRouter();
  const { name, mailbox } = device;
  const remove = useMutation({
    ...removeDeviceMutation,
    onSuccess: () => {
      announce(t('done', { name }));
      router.push('/mobileadmin/devices');
    },
  });
  return (
    <EffectDialog
      isOpen
      onClose={onClose}
      title={t('title')}
      effect={
        <div className="flex flex-col gap-2">
          <p>{t('effect', { name, mailbox })}</p>
          {device.openCommand && <p>{t('openCommand')}</p>}
          <p>{t('historyStays')}</p>
        </div>
      }
      actionLabel={t('action')}
      isDangerous
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={({ reason }) => remove.mutate({ deviceId: device.id, reason })}
    />
  );
}
