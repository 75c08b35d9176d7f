'use client';

import { ChangePersonDialog } from '@/components/people/change-person-dialog';
import { DeactivatePersonDialog, ReactivatePersonDialog } from '@/components/people/deactivate-person-dialog';
import { isLastAdministrator } from '@/components/people/last-administrator';
import { ResetPasswordDialog } from '@/components/people/reset-password-dialog';
import type { PersonView } from '@/lib/domain/people/contract';

export type PersonAction = 'change' | 'reset' | 'deactivate' | 'reactivate';

interface PersonDialogsProps {
  action: PersonAction;
  person: PersonView;
  people: readonly PersonView[];
  onClose: () => void;
}

/** The dialog of what is to be done with a person. */
export function PersonDialogs({ action, person, people, onClose }: PersonDialogsProps) {
  const isLast = isLastAdministrator(person, people);
  if (action === 'change') return <ChangePersonDialog person={person} isLast={isLast} onClose={onClose} />;
  if (action === 'reset') return <ResetPasswordDialog person={person} onClose={onClose} />;
  if (action === 'reactivate') return <ReactivatePersonDialog person={person} onClose={onClose} />;
  return <DeactivatePersonDialog person={person} isLast={isLast} onClose={onClose} />;
}
