'use client';

import { useTranslations } from 'next-intl';
import { AbsoluteTime } from '@/components/patterns/relative-time';
import { Description, DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import type { EffectivePolicyView } from '@/lib/domain/policies/contract';

interface EffectivePolicySummaryProps {
  view: EffectivePolicyView;
  canOpen: boolean;
}

/** Which policy it is, why, and what exceptions leave of it. */
export function EffectivePolicySummary({ view, canOpen }: EffectivePolicySummaryProps) {
  const t = useTranslations('policies.effective');
  const { policyId, origin, exceptionEndsAt, settings, devices } = view;
  const name = view.policyName ?? t('noPolicy');
  const exemptCount = origin === 'exception' ? 0 : settings.filter((each) => each.origin === 'exception').length;
  return (
    <Section title={t('summary')}>
      <DescriptionList>
        <Description term={t('policy')}>
          {policyId && canOpen ? <TextLink href={`/mobileadmin/policies/${policyId}`}>{name}</TextLink> : name}
        </Description>
        <Description term={t('origin')}>{t(`origins.${origin}`)}</Description>
        {(origin === 'exception' || exemptCount > 0) && (
          <Description term={t('exception')}>
            {origin === 'exception' ? t('exemptAll') : t('exemptSettings', { count: exemptCount })}{' '}
            {origin === 'exception' &&
              (exceptionEndsAt
                ? t.rich('until', { at: () => <AbsoluteTime at={exceptionEndsAt} /> })
                : t('openEnded'))}{' '}
            {canOpen && (
              <TextLink href={`/mobileadmin/exceptions?search=${encodeURIComponent(view.mailbox)}`}>
                {t('showExceptions')}
              </TextLink>
            )}
          </Description>
        )}
        {devices.length > 0 && (
          <Description term={t('devices')}>
            <ul>
              {devices.map((device) => (
                <li key={device.id}>
                  <TextLink href={`/mobileadmin/devices/${device.id}/policy`}>
                    {t('deviceWithVersion', { name: device.name, version: device.protocolVersion })}
                  </TextLink>
                </li>
              ))}
            </ul>
          </Description>
        )}
      </DescriptionList>
    </Section>
  );
}
