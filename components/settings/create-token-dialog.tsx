'use client';

import { useMutation } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { dateFormats } from '@/components/patterns/date-formats';
import { FormDialog } from '@/components/patterns/form-dialog';
import { ShownOnceDialog } from '@/components/patterns/shown-once-dialog';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { createTokenMutation } from '@/lib/console/tokens/queries';
import { Role } from '@/lib/domain/people/contract';
import { CreateTokenInput, type TokenIssued } from '@/lib/domain/tokens/contract';

const validities = ['30', '90', '365', 'never'] as const;
type Validity = (typeof validities)[number];

/** Makes a token: what for, with which role, for how long. It is shown once. */
export function CreateTokenDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('settings.tokens.create');
  const roles = useTranslations('common.roles');
  const explained = useTranslations('people.role');
  const create = useMutation(createTokenMutation);
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role | null>(null);
  const [validity, setValidity] = useState<Validity>('365');
  const [isTried, setIsTried] = useState(false);
  const isNameRight = CreateTokenInput.shape.name.safeParse(name).success;

  if (create.data) return <IssuedToken token={create.data} onClose={onClose} />;
  function submit() {
    setIsTried(true);
    if (!isNameRight || !role) return;
    create.mutate({ name, role, validDays: validity === 'never' ? null : Number(validity) });
  }
  return (
    <FormDialog
      title={t('title')}
      description={t('effect')}
      actionLabel={t('action')}
      isPending={create.isPending}
      error={create.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label={t('name')} hint={t('nameHint')} error={isTried && !isNameRight && t('nameProblem')} isRequired>
        <TextInput autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <RadioGroup
        legend={t('role')}
        name="role"
        value={role}
        error={isTried && !role ? t('roleProblem') : undefined}
        options={Role.options.map((value) => ({ value, label: roles(value), hint: explained(value) }))}
        onValueChange={setRole}
      />
      <Field label={t('validity')} hint={validity === 'never' ? t('neverHint') : undefined}>
        <Select
          value={validity}
          options={validities.map((value) => ({ value, label: t(`validities.${value}`) }))}
          onValueChange={setValidity}
        />
      </Field>
    </FormDialog>
  );
}

function IssuedToken({ token, onClose }: { token: TokenIssued; onClose: () => void }) {
  const t = useTranslations('settings.tokens.issued');
  const format = useFormatter();
  const { name, expiresAt } = token;
  const at = expiresAt && format.dateTime(new Date(expiresAt), dateFormats.dayAndTime);
  return (
    <ShownOnceDialog
      title={t('title', { name })}
      text={t('text')}
      value={token.token}
      label={t('copy')}
      note={at ? t('goodUntil', { at }) : t('goodForever')}
      onClose={onClose}
    />
  );
}
