'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { EffectivePolicySummary } from '@/components/policies/effective-policy-summary';
import { EffectiveSettings } from '@/components/policies/effective-settings';
import { NotHonoured } from '@/components/policies/not-honoured';
import { PolicyExchanges } from '@/components/policies/policy-exchanges';
import { EmptyState } from '@/components/patterns/empty-state';
import { PageHeader } from '@/components/patterns/page-header';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { CodeBlock } from '@/components/ui/code';
import { Section } from '@/components/ui/section';
import { ApiProblem } from '@/lib/console/http/api-problem';
import { policyQueries } from '@/lib/console/policies/queries';
import type { EffectivePolicyView } from '@/lib/domain/policies/contract';

/** Its document is no WBXML. */
const VERSION_WITH_TEXT = '2.5';

interface EffectivePolicyProps {
  of: { deviceId: string } | { mailboxId: string };
  /** The reader's role may open policies and exceptions. */
  canOpen: boolean;
}

/** What a device, or the devices of a mailbox, are told: each value with its origin, and what came of it. */
export function EffectivePolicy({ of, canOpen }: EffectivePolicyProps) {
  const t = useTranslations('policies.effective');
  const { data, error, refetch } = useQuery(
    'deviceId' in of ? policyQueries.ofDevice(of.deviceId) : policyQueries.ofMailbox(of.mailboxId),
  );
  const isGone = error instanceof ApiProblem && error.status === 404;
  if (isGone) return <EmptyState title={t('gone')} hint={t('goneHint')} />;
  const retry = () => void refetch();
  if (!data) {
    if (error) return <ProblemNotice error={error} title={t('failed')} onRetry={retry} />;
    return <TableSkeleton columns={3} label={t('loading')} />;
  }
  return (
    <>
      {error && <ProblemNotice error={error} title={t('refreshFailed')} onRetry={retry} />}
      <LoadedPolicy view={data} canOpen={canOpen} />
    </>
  );
}

function LoadedPolicy({ view, canOpen }: { view: EffectivePolicyView; canOpen: boolean }) {
  const t = useTranslations('policies.effective');
  const { device, mailbox, protocolVersion } = view;
  const back = device
    ? { href: `/mobileadmin/devices/${device.id}`, label: t('backToDevice') }
    : { href: '/mobileadmin/people?tab=mailboxes', label: t('backToMailboxes') };
  return (
    <>
      <PageHeader
        back={back}
        title={t('title')}
        description={device ? t('ofDevice', { name: device.name, mailbox }) : t('ofMailbox', { mailbox })}
      />
      <div className="flex flex-col gap-4">
        <EffectivePolicySummary view={view} canOpen={canOpen} />
        {device && <NotHonoured settings={view.settings} device={device} protocolVersion={protocolVersion} />}
        <EffectiveSettings view={view} />
        {device && <PolicyExchanges exchanges={view.exchanges} />}
        <Section
          title={t('document')}
          description={t(protocolVersion === VERSION_WITH_TEXT ? 'documentHintText' : 'documentHint', {
            version: protocolVersion,
          })}
        >
          <details>
            <summary className="min-h-6 font-medium">{t('showDocument')}</summary>
            <div className="pt-2">
              <CodeBlock label={t('xml')}>{view.xml}</CodeBlock>
            </div>
          </details>
        </Section>
      </div>
    </>
  );
}
