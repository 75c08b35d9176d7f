'use client';

import { useMutation } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { dateFormats } from '@/components/patterns/date-formats';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { Alert } from '@/components/ui/alert';
import { useAnnounce } from '@/components/ui/announcer';
import { cancelCommandMutation } from '@/lib/console/commands/queries';
import { ApiProblem } from '@/lib/console/http/api-problem';
import type { CommandView } from '@/lib/domain/commands/contract';

interface CancelDialogProps {
  command: CommandView;
  onClose: () => void;
}

/** Takes an order back that the device has not fetched; says plainly when it has meanwhile. */
export function CancelDialog({ command, onClose }: CancelDialogProps) {
  const t = useTranslations('commands');
  const announce = useAnnounce();
  const cancel = useMutation({
    ...cancelCommandMutation,
    onSuccess: () => {
      announce(t('cancel.done', { name: command.deviceName }));
      onClose();
    },
  });
  const isTooLate = cancel.error instanceof ApiProblem && cancel.error.code === 'command_not_cancellable';

  return (
    <EffectDialog
      isOpen
      onClose={onClose}
      title={command.kind === 'wipe' ? t('cancel.titleWipe') : t('cancel.titleDelete')}
      effect={
        isTooLate ? undefined : (
          <div className="flex flex-col gap-2">
            <p>{t('cancel.effect', { name: command.deviceName })}</p>
            <p className="text-muted">{t('cancel.race')}</p>
          </div>
        )
      }
      actionLabel={t('cancel.action')}
      isBlocked={isTooLate}
      closeLabel={isTooLate ? t('cancel.close') : undefined}
      isPending={cancel.isPending}
      error={cancel.error}
      renderError={(error) => <CancelRefusal error={error} />}
      onConfirm={({ reason }) => cancel.mutate({ commandId: command.id, reason })}
    />
  );
}

function CancelRefusal({ error }: { error: unknown }) {
  const t = useTranslations('commands.cancel');
  const format = useFormatter();
  if (!(error instanceof ApiProblem) || error.code !== 'command_not_cancellable')
    return <ProblemNotice error={error} />;

  const { deliveredAt, deliveredAddress: address } = error.details;
  if (typeof deliveredAt !== 'string') return <ProblemNotice error={error} title={t('tooLateTitle')} />;
  const time = format.dateTime(new Date(deliveredAt), dateFormats.preciseMoment);
  return (
    <Alert tone="danger" isLive title={t('tooLateTitle')}>
      <p>{typeof address === 'string' ? t('tooLate', { time, address }) : t('tooLateNoAddress', { time })}</p>
    </Alert>
  );
}
