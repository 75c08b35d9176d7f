'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { IssuedLinkDialog } from '@/components/people/issued-link-dialog';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { issuePasswordResetMutation } from '@/lib/console/people/queries';
import type { PersonView } from '@/lib/domain/people/contract';

interface ResetPasswordDialogProps {
  person: PersonView;
  onClose: () => void;
}

/** Makes a link by which a person sets a new password, and shows it once. */
export function ResetPasswordDialog({ person, onClose }: ResetPasswordDialogProps) {
  const t = useTranslations('people.reset');
  const reset = useMutation(issuePasswordResetMutation);
  const { id, name } = person;
  if (reset.data) {
    return <IssuedLinkDialog link={reset.data} purpose="password_reset" name={name} onClose={onClose} />;
  }
  return (
    <EffectDialog
      isOpen
      asksReason={false}
      title={t('title', { name })}
      effect={t('effect', { name })}
      actionLabel={t('action')}
      isPending={reset.isPending}
      error={reset.error}
      onClose={onClose}
      onConfirm={() => reset.mutate({ id })}
    />
  );
}
