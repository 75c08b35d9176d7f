'use client';

import { useMutation } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { dateFormats } from '@/components/patterns/date-formats';
import { useDurationText } from '@/components/patterns/duration-text';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { PasswordInput } from '@/components/ui/password-input';
import { TextInput } from '@/components/ui/text-input';
import { signInMutation } from '@/lib/console/auth/queries';
import { ApiProblem } from '@/lib/console/http/api-problem';

/** Signs a person in and leads to the page they wanted. */
export function SignInForm({ nextPage }: { nextPage: string }) {
  const t = useTranslations('signIn');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isTried, setIsTried] = useState(false);
  const signIn = useMutation({
    ...signInMutation,
    // As a document: nothing that was in memory before stays.
    onSuccess: () => window.location.assign(nextPage),
  });
  const isWorking = signIn.isPending || signIn.isSuccess;

  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isWorking) return;
    setIsTried(true);
    const missing = email.trim() === '' ? 'email' : password === '' ? 'password' : null;
    if (missing) {
      const field = event.currentTarget.elements.namedItem(missing);
      if (field instanceof HTMLElement) field.focus();
      return;
    }
    signIn.mutate({ email, password });
  }
  return (
    <form method="post" noValidate onSubmit={handleSubmit} className="flex flex-col gap-4">
      {signIn.error && !signIn.isPending && <SignInRefusal error={signIn.error} failedAt={signIn.submittedAt} />}
      <Field label={t('email')} error={isTried && email.trim() === '' && t('emailMissing')} isRequired>
        <TextInput
          name="email"
          type="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <Field label={t('password')} error={isTried && password === '' && t('passwordMissing')} isRequired>
        <PasswordInput
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="primary" isPending={isWorking} pendingLabel={t('pending')}>
        {t('submit')}
      </Button>
      <p className="text-muted">{t('forgotten')}</p>
    </form>
  );
}

/** Why it was refused; while it is throttled, until when. */
function SignInRefusal({ error, failedAt }: { error: Error; failedAt: number }) {
  const t = useTranslations('signIn');
  const format = useFormatter();
  const durationText = useDurationText();
  if (!(error instanceof ApiProblem)) return <ProblemNotice error={error} />;

  if (error.code === 'sign_in_refused') {
    return (
      <Alert tone="danger" isLive title={t('refusedTitle')}>
        <p>{t('refused')}</p>
      </Alert>
    );
  }
  if (error.code === 'sign_in_throttled') {
    const { retryAfterSeconds: seconds } = error.details;
    const isKnown = typeof seconds === 'number';
    return (
      <Alert tone="danger" isLive title={t('throttledTitle')}>
        <p>
          {isKnown
            ? t('throttled', {
                wait: durationText(seconds),
                time: format.dateTime(failedAt + seconds * 1000, dateFormats.preciseTime),
              })
            : t('throttledSoon')}
        </p>
      </Alert>
    );
  }
  return <ProblemNotice error={error} />;
}
