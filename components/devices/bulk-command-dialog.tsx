'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { BulkEffects } from '@/components/devices/bulk-effects';
import { BulkRefusals } from '@/components/devices/bulk-refusals';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { useAnnounce } from '@/components/ui/announcer';
import { Spinner } from '@/components/ui/spinner';
import { commandQueries, queueCommandsMutation } from '@/lib/console/commands/queries';
import type { CommandKind } from '@/lib/domain/commands/contract';

interface BulkCommandDialogProps {
  kind: CommandKind;
  deviceIds: readonly string[];
  onClose: () => void;
  /** Every order has been taken. */
  onQueued: () => void;
}

/** Orders the same for several devices, each listed with what happens to it. */
export function BulkCommandDialog({ kind, deviceIds, onClose, onQueued }: BulkCommandDialogProps) {
  const t = useTranslations('commands');
  const announce = useAnnounce();
  const preview = useQuery(commandQueries.effects({ deviceIds: [...deviceIds], kind }));
  const order = useMutation({
    ...queueCommandsMutation,
    onSuccess: ({ results }) => {
      const queuedCount = results.filter((result) => result.command !== null).length;
      if (queuedCount < results.length) return;
      announce(t('bulk.done', { count: queuedCount }));
      onQueued();
    },
  });

  const effects = preview.data?.effects;
  const eligible = effects?.filter((effect) => effect.openCommand === null) ?? [];
  const count = eligible.length;
  const isAnswered = order.data !== undefined;

  return (
    <EffectDialog
      isOpen
      size="lg"
      onClose={isAnswered ? onQueued : onClose}
      isDangerous
      title={t(`bulk.${kind}Title`, { count: effects ? count : deviceIds.length })}
      effect={
        order.data && effects ? (
          <BulkRefusals results={order.data.results} effects={effects} />
        ) : effects ? (
          <BulkEffects kind={kind} effects={effects} goneCount={deviceIds.length - effects.length} />
        ) : preview.error ? (
          <ProblemNotice error={preview.error} title={t('effect.failed')} onRetry={() => void preview.refetch()} />
        ) : (
          <p className="flex items-center gap-2 text-muted">
            <Spinner /> {t('effect.loading')}
          </p>
        )
      }
      isBlocked={count === 0 || isAnswered}
      closeLabel={isAnswered ? t('cancel.close') : undefined}
      actionLabel={t(`bulk.${kind}Action`, { count })}
      confirm={
        kind === 'wipe'
          ? {
              label: t.rich('bulk.confirmCount', { count: () => <strong>{count}</strong> }),
              expected: String(count),
              mismatch: t('bulk.confirmCountMismatch', { count: String(count) }),
            }
          : undefined
      }
      isPending={order.isPending}
      error={order.error}
      onConfirm={({ reason }) => order.mutate({ deviceIds: eligible.map((effect) => effect.deviceId), kind, reason })}
    />
  );
}
