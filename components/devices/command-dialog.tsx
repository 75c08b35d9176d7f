'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CommandEffectText } from '@/components/devices/command-effect-text';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { randomKey } from '@/components/patterns/random-key';
import { useAnnounce } from '@/components/ui/announcer';
import { Spinner } from '@/components/ui/spinner';
import { commandQueries, queueCommandMutation } from '@/lib/console/commands/queries';
import type { CommandKind } from '@/lib/domain/commands/contract';
import type { DeviceView } from '@/lib/domain/devices/contract';

interface CommandDialogProps {
  device: DeviceView;
  kind: CommandKind;
  onClose: () => void;
}

/** Orders a wipe or a delete of one device, after it has said what that does to this device. */
export function CommandDialog({ device, kind, onClose }: CommandDialogProps) {
  const { id: deviceId, heartbeatSeconds } = device;
  const t = useTranslations('commands');
  const announce = useAnnounce();
  const [idempotencyKey] = useState(randomKey);
  const preview = useQuery(commandQueries.effects({ deviceIds: [deviceId], kind }));
  const effect = preview.data?.effects[0];
  const isPartnership = effect?.method === 'refuse_access';
  const name = effect?.deviceName ?? '';
  const order = useMutation({
    ...queueCommandMutation,
    onSuccess: () => {
      announce(t(`${kind}.done`, { name }));
      onClose();
    },
  });

  return (
    <EffectDialog
      isOpen
      onClose={onClose}
      isDangerous
      title={kind === 'wipe' ? t('wipe.title') : isPartnership ? t('delete.titlePartnership') : t('delete.title')}
      effect={
        effect ? (
          <CommandEffectText effect={effect} heartbeatSeconds={heartbeatSeconds} />
        ) : preview.error ? (
          <ProblemNotice error={preview.error} title={t('effect.failed')} onRetry={() => void preview.refetch()} />
        ) : (
          <p className="flex items-center gap-2 text-muted">
            <Spinner /> {t('effect.loading')}
          </p>
        )
      }
      isBlocked={!effect || effect.openCommand !== null}
      actionLabel={
        kind === 'wipe' ? t('wipe.action') : isPartnership ? t('delete.actionPartnership') : t('delete.action')
      }
      confirm={
        kind === 'wipe' && effect
          ? {
              label: t.rich('wipe.confirmName', { name: () => <strong className="select-all">{name}</strong> }),
              expected: name,
              mismatch: t('wipe.confirmNameMismatch', { name }),
            }
          : undefined
      }
      isPending={order.isPending}
      error={order.error}
      onConfirm={({ reason, typed }) =>
        order.mutate({ deviceId, kind, reason, idempotencyKey, ...(kind === 'wipe' && { confirmName: typed }) })
      }
    />
  );
}
