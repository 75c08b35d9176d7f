'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { AddExceptionForm } from '@/components/exceptions/add-exception-form';
import { MailboxField } from '@/components/exceptions/mailbox-field';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';

/** Who is exempt: one mailbox, or everybody in a group. */
export function HolderField({ form }: { form: AddExceptionForm }) {
  const t = useTranslations('exceptions.add');
  const { values, set, errors } = form;
  return (
    <div className="flex flex-col gap-2">
      <RadioGroup
        legend={t('holder')}
        name="holder"
        value={values.holder}
        isInline
        onValueChange={(holder) => set({ holder })}
        options={[
          { value: 'mailbox', label: t('holderMailbox') },
          { value: 'group', label: t('holderGroup') },
        ]}
      />
      {values.holder === 'mailbox' ? (
        <MailboxField value={values.mailbox} error={errors.mailbox} onChange={(mailbox) => set({ mailbox })} />
      ) : (
        <GroupField value={values.groupId} error={errors.groupId} onChange={(groupId) => set({ groupId })} />
      )}
    </div>
  );
}

interface GroupFieldProps {
  value: string;
  error: string | undefined;
  onChange: (groupId: string) => void;
}

function GroupField({ value, error, onChange }: GroupFieldProps) {
  const t = useTranslations('exceptions.add');
  const { data } = useQuery(mailboxQueries.groups());
  const groups = data?.groups ?? [];
  const choose = { value: '', label: t('groupChoose') };
  return (
    <Field
      label={t('group')}
      hint={data && groups.length === 0 ? t('groupNone') : t('groupHint')}
      error={error}
      isRequired
    >
      <Select
        value={value}
        onValueChange={onChange}
        options={[choose, ...groups.map(({ id, name }) => ({ value: id, label: name }))]}
      />
    </Field>
  );
}
