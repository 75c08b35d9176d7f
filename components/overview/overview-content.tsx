'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { AttentionList } from '@/components/overview/attention-list';
import { OpenCommands } from '@/components/overview/open-commands';
import { PolicyLoops } from '@/components/overview/policy-loops';
import { Standing } from '@/components/overview/standing';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { RelativeTime } from '@/components/patterns/relative-time';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { overviewQueries } from '@/lib/console/overview/queries';
import type { Overview } from '@/lib/domain/overview/contract';

/** What needs a look now, and how things stand. */
export function OverviewContent({ canSeeExceptions }: { canSeeExceptions: boolean }) {
  const t = useTranslations('overview');
  const { data, error, refetch } = useQuery(overviewQueries.get());
  const retry = () => void refetch();
  if (!data) {
    return error ? (
      <ProblemNotice error={error} title={t('failed')} onRetry={retry} />
    ) : (
      <TableSkeleton columns={2} label={t('loading')} />
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {error && <ProblemNotice error={error} title={t('refreshFailed')} onRetry={retry} />}
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(16rem,1fr)]">
        <AttentionList overview={data} canSeeExceptions={canSeeExceptions} />
        <Standing overview={data} />
      </div>
      {data.openCommands.length > 0 && <OpenCommands commands={data.openCommands} />}
      {data.policyLoops.length > 0 && <PolicyLoops loops={data.policyLoops} />}
      {canSeeExceptions && data.exceptionsEndingSoon.length > 0 && (
        <EndingExceptions exceptions={data.exceptionsEndingSoon} />
      )}
    </div>
  );
}

function EndingExceptions({ exceptions }: { exceptions: Overview['exceptionsEndingSoon'] }) {
  const t = useTranslations('overview');
  return (
    <Section title={t('exceptionsTitle')}>
      <ul className="flex flex-col gap-1">
        {exceptions.map((exception) => (
          <li key={exception.id} className="flex flex-wrap justify-between gap-x-4">
            <TextLink href={`/mobileadmin/exceptions?search=${encodeURIComponent(exception.holder)}`}>
              {exception.isGroup ? t('group', { name: exception.holder }) : exception.holder}
            </TextLink>
            <span className="text-muted">
              {t.rich('exceptionEnds', { when: () => <RelativeTime at={exception.endsAt} /> })}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
