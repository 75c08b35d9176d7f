'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { AddressTable } from '@/components/settings/address-table';
import { CertificateLine, HostLine } from '@/components/settings/address-lines';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { AbsoluteTime } from '@/components/patterns/relative-time';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { Alert } from '@/components/ui/alert';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { Code } from '@/components/ui/code';
import { Copyable } from '@/components/ui/copyable';
import { Description, DescriptionList } from '@/components/ui/description-list';
import { Section } from '@/components/ui/section';
import { checkAddressesMutation, settingQueries } from '@/lib/console/settings/queries';
import type { AddressCheck, AddressPlan } from '@/lib/domain/addresses/contract';

/** Under which names phones find the server, what DNS should say, and what it says. */
export function AddressSection({ className }: { className?: string }) {
  const t = useTranslations('settings.addresses');
  const announce = useAnnounce();
  const { data: plan, error, isPending, refetch } = useQuery(settingQueries.addresses());
  const check = useMutation(checkAddressesMutation);
  const handleCheck = () => check.mutate(undefined, { onSuccess: () => announce(t('checked')) });
  return (
    <Section
      id="addresses"
      title={t('title')}
      description={t('description')}
      className={className}
      actions={
        plan?.state === 'ready' && (
          <Button
            size="sm"
            icon={Search}
            isPending={check.isPending}
            pendingLabel={t('checking')}
            onClick={handleCheck}
          >
            {t('check')}
          </Button>
        )
      }
    >
      {isPending && <TableSkeleton columns={3} rows={2} label={t('loading')} />}
      {error && <ProblemNotice title={t('failed')} error={error} onRetry={() => void refetch()} />}
      {check.error && (
        <div className="mb-3">
          <ProblemNotice title={t('checkFailed')} error={check.error} onRetry={handleCheck} />
        </div>
      )}
      {plan && <PlanView plan={plan} check={check.data ?? null} />}
    </Section>
  );
}

function PlanView({ plan, check }: { plan: AddressPlan; check: AddressCheck | null }) {
  const t = useTranslations('settings.addresses');
  if (plan.state !== 'ready' || plan.host === null) {
    return (
      <Alert tone="warning" title={t(`states.${plan.state === 'no_name' ? 'no_name' : 'no_public_url'}`)}>
        <p>{t.rich('setUrl', { example: () => <Code>PUBLIC_URL=https://mail.example.com</Code> })}</p>
      </Alert>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <DescriptionList>
        <Description term={t('host')}>
          <Copyable value={plan.host} label={t('copyHost')} />
          {check?.host && <HostLine host={check.host} />}
        </Description>
        {check?.certificate && (
          <Description term={t('certificate')}>
            <CertificateLine certificate={check.certificate} />
          </Description>
        )}
        {check && (
          <Description term={t('checkedAt')}>
            <AbsoluteTime at={check.checkedAt} />
          </Description>
        )}
      </DescriptionList>
      {plan.domains.length === 0 ? (
        <p className="text-muted">{t('noDomains')}</p>
      ) : (
        <>
          <p>{t('records')}</p>
          {plan.domains.map(({ domain, records }) => (
            <AddressTable
              key={domain}
              domain={domain}
              records={records}
              checked={check?.domains.find((one) => one.domain === domain) ?? null}
            />
          ))}
          {plan.hasMoreDomains && <p className="text-muted">{t('moreDomains', { count: plan.domains.length })}</p>}
        </>
      )}
    </div>
  );
}
