'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { joinEntryErrors, joinFields, type JoinEntries, type JoinField } from '@/components/join/join-entries';
import { LinkNotUsable } from '@/components/join/link-not-usable';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { ButtonLink } from '@/components/ui/link';
import { PasswordInput } from '@/components/ui/password-input';
import { TextInput } from '@/components/ui/text-input';
import { signInMutation } from '@/lib/console/auth/queries';
import { ApiProblem } from '@/lib/console/http/api-problem';
import { redeemLinkMutation } from '@/lib/console/people/queries';
import type { LinkPreview } from '@/lib/domain/people/contract';

interface JoinFormProps {
  token: string;
  link: LinkPreview;
}

/** Uses a one-time link: sets up the first administrator, accepts an invitation, or sets a new password. */
export function JoinForm({ token, link }: JoinFormProps) {
  const t = useTranslations('join');
  const [entries, setEntries] = useState<JoinEntries>({ email: link.email ?? '', name: '', password: '' });
  const [isTried, setIsTried] = useState(false);
  const fields = joinFields(link);
  const errors = joinEntryErrors(entries, fields);

  const signIn = useMutation({ ...signInMutation, onSuccess: () => window.location.assign('/mobileadmin') });
  const redeem = useMutation({
    ...redeemLinkMutation,
    onSuccess: () => signIn.mutate({ email: entries.email, password: entries.password }),
  });
  const isWorking = redeem.isPending || signIn.isPending || signIn.isSuccess;

  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isWorking) return;
    setIsTried(true);
    const wrong = fields.find((field) => errors[field]);
    if (wrong) {
      const element = event.currentTarget.elements.namedItem(wrong);
      if (element instanceof HTMLElement) element.focus();
      return;
    }
    const given = Object.fromEntries(fields.map((field) => [field, entries[field].trim()]));
    redeem.mutate({ ...given, token, password: entries.password });
  }
  if (redeem.error instanceof ApiProblem && redeem.error.code === 'link_not_usable') return <LinkNotUsable />;
  if (signIn.error) {
    return (
      <Alert
        isLive
        tone="success"
        title={t('doneSignIn')}
        actions={<ButtonLink href="/mobileadmin/sign-in">{t('toSignIn')}</ButtonLink>}
      />
    );
  }
  return (
    <form method="post" noValidate onSubmit={handleSubmit} className="flex flex-col gap-4">
      {redeem.error && <ProblemNotice error={redeem.error} title={t('failed')} />}
      {link.email !== null && (
        <input type="hidden" name="username" autoComplete="username" value={link.email} readOnly />
      )}
      <JoinFields
        fields={fields}
        entries={entries}
        errors={isTried ? errors : {}}
        onChange={(field, value) => setEntries({ ...entries, [field]: value })}
      />
      <Button type="submit" variant="primary" isPending={isWorking} pendingLabel={t('pending')}>
        {t(`${link.purpose}.submit`)}
      </Button>
    </form>
  );
}

interface JoinFieldsProps {
  fields: readonly JoinField[];
  entries: JoinEntries;
  errors: ReturnType<typeof joinEntryErrors>;
  onChange: (field: JoinField, value: string) => void;
}

function JoinFields({ fields, entries, errors, onChange }: JoinFieldsProps) {
  const t = useTranslations('join');
  const textOf = (field: JoinField) => {
    const error = errors[field];
    return error && t(error.key, { count: error.missing ?? 0 });
  };
  return (
    <>
      {fields.includes('email') && (
        <Field label={t('email')} error={textOf('email')} isRequired>
          <TextInput
            name="email"
            type="email"
            autoComplete="username"
            value={entries.email}
            onChange={(event) => onChange('email', event.target.value)}
          />
        </Field>
      )}
      {fields.includes('name') && (
        <Field label={t('name')} hint={t('nameHint')} error={textOf('name')} isRequired>
          <TextInput
            name="name"
            autoComplete="name"
            value={entries.name}
            onChange={(event) => onChange('name', event.target.value)}
          />
        </Field>
      )}
      <Field label={t('password')} hint={t('passwordHint')} error={textOf('password')} isRequired>
        <PasswordInput
          name="password"
          autoComplete="new-password"
          value={entries.password}
          onChange={(event) => onChange('password', event.target.value)}
        />
      </Field>
    </>
  );
}
