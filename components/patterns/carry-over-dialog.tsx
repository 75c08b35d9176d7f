'use client';

/* <CarryOverDialog device former action="block" onClose />  for FormerDeviceNotice. */
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { useAnnounce } from '@/components/ui/announcer';
import { Checkbox } from '@/components/ui/checkbox';
import { carryOverMutation } from '@/lib/console/devices/queries';
import type { FormerDevice } from '@/lib/domain/continuity/contract';
import type { DeviceSummary } from '@/lib/domain/devices/contract';

export interface CarryOverDialogProps {
  device: Pick<DeviceSummary, 'id' | 'name' | 'mailbox'>;
  former: FormerDevice;
  action: 'allow' | 'block' | 'remove';
  onClose: () => void;
}

/** Carries over what was decided about the former device, or only removes its partnership. */
export function CarryOverDialog({ device, former, action, onClose }: CarryOverDialogProps) {
  const t = useTranslations('continuity');
  const announce = useAnnounce();
  const [removesFormer, setRemovesFormer] = useState(action === 'remove');
  const { id: deviceId, name, mailbox } = device;
  const carry = useMutation({
    ...carryOverMutation,
    onSuccess: () => {
      announce(t(`done.${action}`, { name }));
      onClose();
    },
  });
  return (
    <EffectDialog
      isOpen
      onClose={onClose}
      size="lg"
      title={t(`${action}.title`)}
      effect={
        <div className="flex flex-col gap-3">
          <p>{t(`${action}.effect`, { name: action === 'remove' ? former.name : name, mailbox })}</p>
          {action !== 'remove' && former.canBeRemoved && (
            <Checkbox
              label={t('removesFormer')}
              hint={t('removesFormerHint')}
              checked={removesFormer}
              onCheckedChange={setRemovesFormer}
            />
          )}
        </div>
      }
      actionLabel={t(`${action}.action`)}
      isDangerous={action === 'block'}
      isPending={carry.isPending}
      error={carry.error}
      onConfirm={({ reason }) => carry.mutate({ deviceId, formerDeviceId: former.id, removesFormer, reason })}
    />
  );
}
