'use client';

import { useMutation } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useNow, useTranslations } from 'next-intl';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { RelativeTime } from '@/components/patterns/relative-time';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Code } from '@/components/ui/code';
import { Description, DescriptionList } from '@/components/ui/description-list';
import { requestNoticeTestMutation } from '@/lib/console/notices/queries';
import type { NoticeSettings } from '@/lib/domain/notices/contract';

/** After this, one may ask anew: the server takes a second request only then. */
const PATIENCE_MS = 120_000;
const TICK_MS = 15_000;

/** Whether mails go out, and the button that tries it. */
export function NoticeStanding({ settings }: { settings: NoticeSettings }) {
  const t = useTranslations('settings.notices');
  const { sender, email, delivery, test } = settings;
  const ask = useMutation(requestNoticeTestMutation);
  const now = useNow({ updateInterval: TICK_MS });
  const isWaiting =
    test !== null && test.answeredAt === null && now.getTime() - Date.parse(test.requestedAt) < PATIENCE_MS;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <DescriptionList>
        <Description term={t('to')}>{email}</Description>
        <Description term={t('from')}>{sender.from}</Description>
        <Description term={t('lastSent')}>
          {delivery.lastSentAt === null ? t('neverSent') : <RelativeTime at={delivery.lastSentAt} />}
        </Description>
      </DescriptionList>
      <DeliveryTrouble delivery={delivery} />
      {!sender.hasLinks && (
        <p className="text-muted">{t.rich('noLinks', { variable: () => <Code>PUBLIC_URL</Code> })}</p>
      )}
      {ask.error && <ProblemNotice title={t('testNotAsked')} error={ask.error} />}
      {test && <TestAnswer test={test} email={email} />}
      <Button
        icon={Send}
        className="self-start"
        isPending={ask.isPending || isWaiting}
        pendingLabel={t('testPending')}
        onClick={() => ask.mutate()}
      >
        {t('test')}
      </Button>
    </div>
  );
}

function DeliveryTrouble({ delivery }: Pick<NoticeSettings, 'delivery'>) {
  const t = useTranslations('settings.notices');
  const { problem, problemAt, nextAttemptAt } = delivery;
  if (problem === null || problemAt === null) return null;
  const moment = (at: string) => () => <RelativeTime at={at} />;
  return (
    <Alert tone="danger" title={nextAttemptAt === null ? t('givenUp') : t('notSent')}>
      <Code>{problem}</Code>
      <p className="text-muted">
        {nextAttemptAt === null
          ? t.rich('givenUpAt', { when: moment(problemAt) })
          : t.rich('triedAgain', { when: moment(problemAt), next: moment(nextAttemptAt) })}
      </p>
    </Alert>
  );
}

function TestAnswer({ test, email }: { test: NonNullable<NoticeSettings['test']>; email: string }) {
  const t = useTranslations('settings.notices');
  if (test.answeredAt === null) {
    return (
      <Alert tone="info" isLive title={t('testWaiting')}>
        <p>{t('testWaitingHint')}</p>
      </Alert>
    );
  }
  if (test.problem === null) return <Alert tone="success" isLive title={t('testAccepted', { email })} />;
  return (
    <Alert tone="danger" isLive title={t('testRefused')}>
      <Code>{test.problem}</Code>
    </Alert>
  );
}
