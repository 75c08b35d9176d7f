'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { PasswordInput } from '@/components/ui/password-input';
import { Section } from '@/components/ui/section';
import { ApiProblem } from '@/lib/console/http/api-problem';
import { changePasswordMutation } from '@/lib/console/people/queries';
import { NewPassword } from '@/lib/domain/people/contract';

const empty = { current: '', next: '' };

/** Changes one's own password. All other sessions end. */
export function PasswordSection() {
  const t = useTranslations('settings.password');
  const form = usePasswordForm();
  return (
    <Section id="password" title={t('title')} description={t('effect')}>
      <form method="post" noValidate onSubmit={form.handleSubmit} className="flex max-w-md flex-col gap-4">
        <Field label={t('current')} error={form.currentError} isRequired>
          <PasswordInput
            name="current"
            autoComplete="current-password"
            value={form.values.current}
            onChange={(event) => form.set({ current: event.target.value })}
          />
        </Field>
        <Field label={t('next')} hint={t('nextHint')} error={form.nextError} isRequired>
          <PasswordInput
            name="next"
            autoComplete="new-password"
            value={form.values.next}
            onChange={(event) => form.set({ next: event.target.value })}
          />
        </Field>
        {form.otherError && <ProblemNotice error={form.otherError} />}
        <Button type="submit" className="self-start" isPending={form.isPending} pendingLabel={t('pending')}>
          {t('action')}
        </Button>
      </form>
    </Section>
  );
}

function usePasswordForm() {
  const t = useTranslations('settings.password');
  const announce = useAnnounce();
  const change = useMutation(changePasswordMutation);
  const [values, setValues] = useState(empty);
  const [isTried, setIsTried] = useState(false);
  const isNextRight = NewPassword.safeParse(values.next).success;
  const isWrong = change.error instanceof ApiProblem && change.error.code === 'wrong_password';

  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (change.isPending) return;
    setIsTried(true);
    const missing = values.current === '' ? 'current' : isNextRight ? null : 'next';
    if (missing) {
      const field = event.currentTarget.elements.namedItem(missing);
      if (field instanceof HTMLElement) field.focus();
      return;
    }
    change.mutate(
      { currentPassword: values.current, newPassword: values.next },
      {
        onSuccess: () => {
          announce(t('done'));
          setValues(empty);
          setIsTried(false);
        },
      },
    );
  }
  const isCurrentMissing = isTried && values.current === '';
  return {
    values,
    set: (part: Partial<typeof empty>) => {
      change.reset();
      setValues((now) => ({ ...now, ...part }));
    },
    currentError: isCurrentMissing ? t('currentMissing') : isWrong ? t('currentWrong') : undefined,
    nextError: isTried && !isNextRight ? t('nextProblem') : undefined,
    otherError: isWrong ? null : change.error,
    isPending: change.isPending,
    handleSubmit,
  };
}
