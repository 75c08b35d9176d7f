'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useId } from 'react';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';

const SUGGESTIONS = 10;

interface MailboxFieldProps {
  value: string;
  error: string | undefined;
  onChange: (mailbox: string) => void;
}

/** The name of a mailbox, with those that are known offered while typing. Others are allowed: the phone may come later. */
export function MailboxField({ value, error, onChange }: MailboxFieldProps) {
  const t = useTranslations('exceptions.add');
  const listId = useId();
  const search = useDeferredValue(value.trim());
  const { data } = useQuery({ ...mailboxQueries.list({ search, limit: SUGGESTIONS }), enabled: search !== '' });
  const mailboxes = data?.mailboxes ?? [];
  const isKnown = mailboxes.some(({ name }) => name === value.trim().toLowerCase());
  const isNew = data !== undefined && search !== '' && mailboxes.length === 0 && !isKnown;
  return (
    <Field label={t('mailbox')} hint={isNew ? t('mailboxNew') : t('mailboxHint')} error={error} isRequired>
      <TextInput
        list={listId}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={listId}>
        {mailboxes.map(({ id, name, displayName }) => (
          <option key={id} value={name}>
            {displayName ?? name}
          </option>
        ))}
      </datalist>
    </Field>
  );
}
