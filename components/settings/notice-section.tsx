'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { NoticeForm } from '@/components/settings/notice-form';
import { NoticeStanding } from '@/components/settings/notice-standing';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { Alert } from '@/components/ui/alert';
import { Code } from '@/components/ui/code';
import { Section } from '@/components/ui/section';
import { noticeQueries } from '@/lib/console/notices/queries';

/** What one is told by mail, whether that works, and a mail to try it. */
export function NoticeSection({ className }: { className?: string }) {
  const t = useTranslations('settings.notices');
  const { data, error, isPending, refetch } = useQuery(noticeQueries.own());
  return (
    <Section id="notices" title={t('title')} description={t('description')} className={className}>
      <div className="flex flex-col gap-4">
        {isPending && <TableSkeleton columns={2} rows={3} label={t('loading')} />}
        {error && (
          <ProblemNotice title={data ? t('refreshFailed') : t('failed')} error={error} onRetry={() => void refetch()} />
        )}
        {data && !data.sender.isSetUp && (
          <Alert tone="warning" title={t('notSetUp')}>
            <p>{t('setUp')}</p>
            <Code className="block">NOTICE_SMTP_URL=smtps://user:password@mail.example.com</Code>
            <Code className="block">NOTICE_FROM=mobileadmin@example.com</Code>
            <p>{t('setUpChoice')}</p>
          </Alert>
        )}
        {data && (
          <div className="grid gap-6 xl:grid-cols-2">
            <NoticeForm settings={data} />
            {data.sender.isSetUp && <NoticeStanding settings={data} />}
          </div>
        )}
      </div>
    </Section>
  );
}
