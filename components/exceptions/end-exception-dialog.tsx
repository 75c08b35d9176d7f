'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { useAnnounce } from '@/components/ui/announcer';
import { endExceptionMutation } from '@/lib/console/exceptions/queries';
import type { ExceptionView } from '@/lib/domain/exceptions/contract';

interface EndExceptionDialogProps {
  exception: ExceptionView;
  onClose: () => void;
}

/** Says what ending an exception does to the phones of the mailbox, asks for the reason, and ends it. */
export function EndExceptionDialog({ exception, onClose }: EndExceptionDialogProps) {
  const t = useTranslations('exceptions.end');
  const announce = useAnnounce();
  const end = useMutation(endExceptionMutation);
  const { id, state, deviceCount: count } = exception;
  const mailbox = exception.mailbox ?? exception.group ?? '';
  return (
    <EffectDialog
      isOpen
      title={t('title', { mailbox })}
      effect={
        <div className="flex flex-col gap-2">
          <p>{state === 'planned' ? t('effectPlanned', { mailbox }) : t('effect', { mailbox, count })}</p>
          <p className="text-muted">{t('undo')}</p>
        </div>
      }
      actionLabel={t('action')}
      isPending={end.isPending}
      error={end.error}
      onClose={onClose}
      onConfirm={({ reason }) =>
        end.mutate(
          { exceptionId: id, reason },
          {
            onSuccess: () => {
              announce(t('done', { mailbox }));
              onClose();
            },
          },
        )
      }
    />
  );
}
