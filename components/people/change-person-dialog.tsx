'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { RoleField } from '@/components/people/role-field';
import { FormDialog } from '@/components/patterns/form-dialog';
import { Alert } from '@/components/ui/alert';
import { useAnnounce } from '@/components/ui/announcer';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { updatePersonMutation } from '@/lib/console/people/queries';
import { PersonName, type PersonView } from '@/lib/domain/people/contract';

interface ChangePersonDialogProps {
  person: PersonView;
  isLast: boolean;
  onClose: () => void;
}

/** Changes name and role. A changed role ends the person's sessions; the last administrator keeps theirs. */
export function ChangePersonDialog({ person, isLast, onClose }: ChangePersonDialogProps) {
  const t = useTranslations('people.change');
  const announce = useAnnounce();
  const update = useMutation(updatePersonMutation);
  const [name, setName] = useState(person.name);
  const [role, setRole] = useState(person.role);
  const isNameRight = PersonName.safeParse(name).success;
  const isRoleChanged = role !== person.role;

  function submit() {
    if (!isNameRight) return;
    update.mutate(
      { id: person.id, name, role },
      {
        onSuccess: (changed) => {
          announce(t('done', { name: changed.name }));
          onClose();
        },
      },
    );
  }
  return (
    <FormDialog
      title={t('title', { name: person.name })}
      actionLabel={t('action')}
      isActionDisabled={name.trim() === person.name && !isRoleChanged}
      isPending={update.isPending}
      error={update.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label={t('name')} hint={t('nameHint')} error={isNameRight ? undefined : t('nameProblem')} isRequired>
        <TextInput autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <RoleField role={role} isFixed={isLast} onChange={setRole} />
      {isLast && <Alert tone="info">{t('lastAdministrator')}</Alert>}
      {isRoleChanged && <Alert tone="warning">{person.isSelf ? t('effectSelf') : t('effect')}</Alert>}
    </FormDialog>
  );
}
