'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { MovedMailboxList, NameList } from '@/components/people/moved-mailbox-list';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { Skeleton } from '@/components/ui/skeleton';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';

const SETTLED_MS = 300;

interface GroupPreviewProps {
  groupId: string | null;
  patterns: string[];
}

/** Whom patterns match, who would come into the group and leave it, and whose devices would provision again. */
export function GroupPreview({ groupId, patterns }: GroupPreviewProps) {
  const t = useTranslations('people.groups.preview');
  const settled = useSettled(patterns);
  const { data, error, isPlaceholderData, refetch } = useQuery(
    mailboxQueries.groupPreview({ groupId, patterns: settled }),
  );
  if (error) return <ProblemNotice title={t('failed')} error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <div role="status">
        <span className="sr-only">{t('loading')}</span>
        <Skeleton className="w-2/3" />
      </div>
    );
  }
  const { matches, joins, leaves, provisionAgain } = data;
  const isUnchanged = joins.count + leaves.count === 0;
  return (
    <section aria-label={t('title')} aria-busy={isPlaceholderData} className="flex flex-col gap-2">
      <p role="status" className="font-medium">
        {patterns.length === 0 ? t('noPatterns') : t('matches', { count: matches.count })}
      </p>
      <NameList names={matches.names} count={matches.count} label={t('matches', { count: matches.count })} />
      {isUnchanged && <p className="text-muted">{t(matches.count === 0 ? 'unchanged' : 'unchangedMatching')}</p>}
      <MovedMailboxList title={t('joins', { count: joins.count })} moved={joins} shows="from" />
      <MovedMailboxList title={t('leaves', { count: leaves.count })} moved={leaves} shows="to" />
      {!isUnchanged && <p>{t('devices', { count: provisionAgain.count })}</p>}
    </section>
  );
}

/** The patterns as they were when typing paused. */
function useSettled(patterns: string[]): string[] {
  const text = patterns.join('\n');
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    if (text === settled) return undefined;
    const timer = setTimeout(() => setSettled(text), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text, settled]);
  return settled === '' ? [] : settled.split('\n');
}
