'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { useAnnounce } from '@/components/ui/announcer';
import { updatePersonMutation } from '@/lib/console/people/queries';
import type { PersonView } from '@/lib/domain/people/contract';

interface DeactivatePersonDialogProps {
  person: PersonView;
  onClose: () => void;
}

/** Takes away a person's access at once. The last administrator cannot be, and is told why. */
export function DeactivatePersonDialog({ person, isLast, onClose }: DeactivatePersonDialogProps & { isLast: boolean }) {
  const t = useTranslations('people.deactivate');
  const effect = isLast ? t('lastAdministrator') : person.isSelf ? t('effectSelf') : t('effect', { name: person.name });
  return <ActivityDialog person={person} isActive={false} effect={effect} isBlocked={isLast} onClose={onClose} />;
}

/** Lets a person sign in again, with the role and the password they had. */
export function ReactivatePersonDialog({ person, onClose }: DeactivatePersonDialogProps) {
  const t = useTranslations('people.reactivate');
  const roles = useTranslations('common.roles');
  const effect = t('effect', { name: person.name, role: roles(person.role) });
  return <ActivityDialog person={person} isActive effect={effect} onClose={onClose} />;
}

interface ActivityDialogProps extends DeactivatePersonDialogProps {
  isActive: boolean;
  effect: string;
  isBlocked?: boolean;
}

function ActivityDialog({ person, isActive, effect, isBlocked, onClose }: ActivityDialogProps) {
  const t = useTranslations(isActive ? 'people.reactivate' : 'people.deactivate');
  const announce = useAnnounce();
  const update = useMutation(updatePersonMutation);
  const { id, name } = person;
  return (
    <EffectDialog
      isOpen
      isDangerous={!isActive}
      asksReason={false}
      title={t('title', { name })}
      effect={effect}
      actionLabel={t('action')}
      isBlocked={isBlocked}
      isPending={update.isPending}
      error={update.error}
      onClose={onClose}
      onConfirm={() =>
        update.mutate(
          { id, isActive },
          {
            onSuccess: () => {
              announce(t('done', { name }));
              onClose();
            },
          },
        )
      }
    />
  );
}
