'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { IssuedLinkDialog } from '@/components/people/issued-link-dialog';
import { RoleField } from '@/components/people/role-field';
import { FormDialog } from '@/components/patterns/form-dialog';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { invitePersonMutation } from '@/lib/console/people/queries';
import { EmailAddress, type Role } from '@/lib/domain/people/contract';

/** Invites a person: whom, and as what. The link is shown once; Mobileadmin sends no mail. */
export function InvitePersonDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('people.invite');
  const invite = useMutation(invitePersonMutation);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role | null>(null);
  const [isTried, setIsTried] = useState(false);
  const isEmailRight = EmailAddress.safeParse(email).success;

  if (invite.data) {
    return <IssuedLinkDialog link={invite.data} purpose="invitation" name={email.trim()} onClose={onClose} />;
  }
  function submit() {
    setIsTried(true);
    if (isEmailRight && role) invite.mutate({ email: email.trim(), role });
  }
  return (
    <FormDialog
      title={t('title')}
      description={t('effect')}
      actionLabel={t('action')}
      isPending={invite.isPending}
      error={invite.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label={t('email')} hint={t('emailHint')} error={isTried && !isEmailRight && t('emailProblem')} isRequired>
        <TextInput type="email" autoComplete="off" value={email} onChange={(event) => setEmail(event.target.value)} />
      </Field>
      <RoleField role={role} error={isTried && !role ? t('roleProblem') : undefined} onChange={setRole} />
    </FormDialog>
  );
}
