'use client';

import { useMutation, type UseMutationOptions } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { useAnnounce } from '@/components/ui/announcer';
import type { DeviceView } from '@/lib/domain/devices/contract';

interface ReleaseDialogProps {
  device: DeviceView;
  /** Where its words are: `title`, `effect`, `action` and `done`. */
  words: 'autoBlock.end' | 'devices.policyLoop.retry';
  mutation: UseMutationOptions<void, Error, { deviceId: string; reason: string }>;
  onClose: () => void;
}

/** Asks for a reason and lets a device in that was kept out for what it did. */
export function ReleaseDialog({ device, words, mutation, onClose }: ReleaseDialogProps) {
  const t = useTranslations(words);
  const announce = useAnnounce();
  const release = useMutation({
    ...mutation,
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
      isPending={release.isPending}
      error={release.error}
      onConfirm={({ reason }) => release.mutate({ deviceId: device.id, reason })}
    />
  );
}
