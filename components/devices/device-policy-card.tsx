'use client';

import { useTranslations } from 'next-intl';
import { PolicyLoopNotice } from '@/components/devices/policy-loop-notice';
import { PolicyStateBadge } from '@/components/devices/policy-state-badge';
import { AbsoluteTime, RelativeTime } from '@/components/patterns/relative-time';
import { Code } from '@/components/ui/code';
import { Description, DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { Cell, ColumnHeader, RowHeader, Table, TableHead, TableRow } from '@/components/ui/table';
import type { DeviceView } from '@/lib/domain/devices/contract';

interface DevicePolicyCardProps {
  device: DeviceView;
  /** The reader's role may open policies and exceptions. */
  canOpen: boolean;
  canManage: boolean;
}

/** Which policy holds and why, what the device was told, and what it said to that. */
export function DevicePolicyCard({ device, canOpen, canManage }: DevicePolicyCardProps) {
  const t = useTranslations('devices.policySection');
  const labels = useTranslations('policies.fields');
  const { policy } = device;
  const name = policy.name ?? t('none');
  return (
    <Section id="policy" title={t('title')}>
      <PolicyLoopNotice device={device} canManage={canManage} />
      <DescriptionList>
        <Description term={t('inForce')}>
          {policy.policyId && canOpen ? (
            <TextLink href={`/mobileadmin/policies/${policy.policyId}`}>{name}</TextLink>
          ) : (
            name
          )}
        </Description>
        <Description term={t('origin')}>
          {t(`origins.${policy.origin}`)}
          {policy.origin === 'exception' && <ExceptionEnd endsAt={policy.exceptionEndsAt} canOpen={canOpen} />}
        </Description>
        {device.exemptSettings.length > 0 && (
          <Description term={t('exemptSettings')}>
            {device.exemptSettings.map((name) => labels(`${name}.label`)).join(', ')}{' '}
            {canOpen && (
              <TextLink href={`/mobileadmin/exceptions?search=${encodeURIComponent(device.mailbox)}`}>
                {t('showExceptions')}
              </TextLink>
            )}
          </Description>
        )}
        <Description term={t('state')}>
          <PolicyStateBadge state={device.policyState} />
        </Description>
        <Description term={t('toldAt')}>{policy.toldAt ? <AbsoluteTime at={policy.toldAt} /> : t('never')}</Description>
        <Description term={t('answeredAt')}>
          {policy.answeredAt ? <AbsoluteTime at={policy.answeredAt} /> : t('never')}
        </Description>
        {policy.demands > 0 && <Description term={t('demands')}>{policy.demands}</Description>}
        {policy.rounds > 0 && <Description term={t('rounds')}>{policy.rounds}</Description>}
      </DescriptionList>
      <p className="mt-3">
        <TextLink href={`/mobileadmin/devices/${device.id}/policy`}>{t('everything')}</TextLink>
      </p>
      <PolicyDocument device={device} />
    </Section>
  );
}

function ExceptionEnd({ endsAt, canOpen }: { endsAt: string | null; canOpen: boolean }) {
  const t = useTranslations('devices.policySection');
  return (
    <span className="block text-muted">
      {endsAt ? t.rich('exceptionUntil', { when: () => <RelativeTime at={endsAt} /> }) : t('exceptionOpenEnded')}{' '}
      {canOpen && <TextLink href="/mobileadmin/exceptions">{t('showExceptions')}</TextLink>}
    </span>
  );
}

/** The settings exactly as they go over the wire: what auditors compare. */
function PolicyDocument({ device }: { device: DeviceView }) {
  const t = useTranslations('devices.policySection');
  const { document } = device.policy;
  return (
    <details className="mt-3">
      <summary className="min-h-6 font-medium">{t('document')}</summary>
      {document.length === 0 ? (
        <p className="pt-2 text-muted">{t('documentEmpty')}</p>
      ) : (
        <div className="flex flex-col gap-2 pt-2">
          <p className="text-muted">{t('documentHint', { version: device.protocolVersion })}</p>
          <Table caption={t('document')} isCaptionHidden>
            <TableHead>
              <tr>
                <ColumnHeader>{t('setting')}</ColumnHeader>
                <ColumnHeader align="end">{t('value')}</ColumnHeader>
              </tr>
            </TableHead>
            <tbody>
              {document.map((element) => (
                <TableRow key={element.name}>
                  <RowHeader className="font-normal">
                    <Code>{element.name}</Code>
                  </RowHeader>
                  <Cell align="end">
                    {element.value === '' ? (
                      <span className="text-muted">{t('noLimit')}</span>
                    ) : (
                      <Code>{element.value}</Code>
                    )}
                  </Cell>
                </TableRow>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </details>
  );
}
