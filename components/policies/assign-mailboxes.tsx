'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { AssignmentChoice } from '@/components/policies/assignment-choice';
import { SearchField } from '@/components/patterns/filter-bar';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';
import type { MailboxView } from '@/lib/domain/mailboxes/contract';
import type { PolicyView } from '@/lib/domain/policies/contract';

const MATCHES = 10;

interface AssignMailboxesProps {
  policy: PolicyView;
  choice: AssignmentChoice;
}

/** Finds mailboxes and puts them under a policy; those chosen are listed below. */
export function AssignMailboxes({ policy, choice }: AssignMailboxesProps) {
  const t = useTranslations('policies.assign');
  const [search, setSearch] = useState('');
  return (
    <section aria-label={t('mailboxes')} className="flex min-w-0 flex-col gap-2">
      <h3 className="font-medium">{t('mailboxes')}</h3>
      <SearchField label={t('search')} placeholder={t('searchPlaceholder')} value={search} onSearch={setSearch} />
      {search !== '' && <MailboxMatches search={search} policy={policy} choice={choice} />}
      <h4 className="text-muted">{t('chosen')}</h4>
      {choice.mailboxes.length === 0 ? (
        <p>{t('noneChosen')}</p>
      ) : (
        <ul className="flex max-h-48 flex-wrap gap-2 overflow-y-auto">
          {choice.mailboxes.map((mailbox) => (
            <li
              key={mailbox.id}
              className="inline-flex max-w-full items-center gap-1 rounded-md border border-line-strong ps-2"
            >
              <span className="min-w-0 truncate">{mailbox.name}</span>
              <IconButton
                icon={X}
                size="sm"
                label={t('remove', { mailbox: mailbox.name })}
                onClick={() => choice.remove(mailbox)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function MailboxMatches({ search, policy, choice }: AssignMailboxesProps & { search: string }) {
  const t = useTranslations('policies.assign');
  const { data, error, isPending, refetch } = useQuery(mailboxQueries.list({ search, limit: MATCHES }));
  if (isPending) return <p role="status">{t('searching')}</p>;
  if (!data) return <ProblemNotice title={t('searchFailed')} error={error} onRetry={() => void refetch()} />;
  if (data.mailboxes.length === 0) return <p role="status">{t('noMatch', { search })}</p>;
  return (
    <>
      <ul className="rounded-md border border-line">
        {data.mailboxes.map((mailbox) => (
          <MailboxMatch key={mailbox.id} mailbox={mailbox} policy={policy} choice={choice} />
        ))}
      </ul>
      {data.nextCursor && <p className="text-muted">{t('moreMatches')}</p>}
    </>
  );
}

function MailboxMatch({ mailbox, policy, choice }: AssignMailboxesProps & { mailbox: MailboxView }) {
  const t = useTranslations('policies.assign');
  const { id, name, displayName, policyName, policyOrigin } = mailbox;
  const isMoving = policyOrigin === 'mailbox' && policyName !== null && policyName !== policy.name;
  return (
    <li className="flex min-h-10 items-center justify-between gap-3 border-line px-3 py-1 not-first:border-t">
      <span className="min-w-0">
        <span className="block truncate">{displayName ?? name}</span>
        {displayName && <span className="block truncate text-muted">{name}</span>}
        {isMoving && <span className="block text-warning-ink">{t('movesFrom', { policy: policyName })}</span>}
      </span>
      {choice.has({ kind: 'mailbox', id }) ? (
        <span className="text-muted">{t('added')}</span>
      ) : (
        <Button
          size="sm"
          icon={Plus}
          aria-label={t('add', { mailbox: name })}
          onClick={() => choice.add({ kind: 'mailbox', id, name })}
        >
          {t('addShort')}
        </Button>
      )}
    </li>
  );
}
