'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { FolderSection } from '@/components/mailboxes/folder-section';
import { MailboxPhoneFacts } from '@/components/mailboxes/mailbox-phone-facts';
import { PageHeader } from '@/components/patterns/page-header';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { AbsoluteTime } from '@/components/patterns/relative-time';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { Description, DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { writeDeviceListQuery } from '@/lib/console/devices/search-params';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';
import type { MailboxDetailView } from '@/lib/domain/mailboxes/contract';

interface MailboxDetailProps {
  mailboxId: string;
  canManage: boolean;
  /** Whether the page with the switches and limits is there for this person. */
  canSeeAccess: boolean;
}

/** One mailbox: what holds for it, and what its folders are used for. */
export function MailboxDetail({ mailboxId, canManage, canSeeAccess }: MailboxDetailProps) {
  const t = useTranslations('mailbox');
  const { data: mailbox, error, refetch } = useQuery(mailboxQueries.detail(mailboxId));
  const retry = () => void refetch();
  if (!mailbox) {
    return error ? (
      <ProblemNotice error={error} title={t('failed')} onRetry={retry} />
    ) : (
      <TableSkeleton columns={2} label={t('loading')} />
    );
  }
  return (
    <>
      <PageHeader
        back={{ href: '/mobileadmin/people?tab=mailboxes', label: t('back') }}
        title={<span className="wrap-anywhere">{mailbox.name}</span>}
        description={mailbox.displayName ?? undefined}
      />
      {error && (
        <div className="mb-3">
          <ProblemNotice error={error} title={t('refreshFailed')} onRetry={retry} />
        </div>
      )}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(20rem,1fr)]">
        <FolderSection mailboxId={mailboxId} canManage={canManage} />
        <MailboxFacts mailbox={mailbox} canSeeAccess={canSeeAccess} />
      </div>
    </>
  );
}

function MailboxFacts({ mailbox, canSeeAccess }: { mailbox: MailboxDetailView; canSeeAccess: boolean }) {
  const t = useTranslations('mailbox');
  const people = useTranslations('people.mailboxes');
  const {
    id,
    name,
    group,
    groupChoice,
    groupPattern,
    policyName,
    policyOrigin,
    deviceCount: count,
    createdAt,
  } = mailbox;
  return (
    <Section title={t('facts')} className="max-xl:order-first">
      <DescriptionList>
        <Description term={people('columns.group')}>
          {group?.name ?? <span className="text-muted">{people('noGroup')}</span>}
          {(group || groupChoice === 'by_hand') && (
            <span className="block wrap-anywhere text-muted">
              {groupPattern === null ? people('byHand') : people('byPattern', { pattern: groupPattern })}
            </span>
          )}
        </Description>
        <Description term={people('columns.policy')}>
          <TextLink href={`/mobileadmin/policies/in-force/${id}`}>{policyName ?? people('policyInForce')}</TextLink>
          <span className="block text-muted">{people(`origins.${policyOrigin}`)}</span>
        </Description>
        <Description term={people('columns.devices')}>
          {count === 0 ? (
            <span className="text-muted">{people('deviceCount', { count })}</span>
          ) : (
            <TextLink href={`/mobileadmin/devices${writeDeviceListQuery({ search: name })}`}>
              {people('deviceCount', { count })}
            </TextLink>
          )}
        </Description>
        <MailboxPhoneFacts mailbox={mailbox} canSeeAccess={canSeeAccess} />
        <Description term={t('known')}>
          <AbsoluteTime at={createdAt} />
        </Description>
      </DescriptionList>
    </Section>
  );
}
