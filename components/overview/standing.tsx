'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { Description, DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { writeDeviceListQuery } from '@/lib/console/devices/search-params';
import type { Overview } from '@/lib/domain/overview/contract';

/** How many devices there are, and how many called today. */
export function Standing({ overview }: { overview: Overview }) {
  const t = useTranslations('overview');
  const format = useFormatter();
  if (overview.deviceCount === 0) {
    return (
      <Section title={t('standing')}>
        <p>{t('noDevices')}</p>
        <p>
          <TextLink href="/mobileadmin/devices">{t('connectFirst')}</TextLink>
        </p>
      </Section>
    );
  }
  return (
    <Section title={t('standing')}>
      <DescriptionList>
        <Description term={t('devices')}>
          <TextLink href="/mobileadmin/devices">{format.number(overview.deviceCount)}</TextLink>
        </Description>
        <Description term={t('contactedToday')}>
          <TextLink href={`/mobileadmin/devices${writeDeviceListQuery({ lastContact: 'day' })}`}>
            {format.number(overview.contactedTodayCount)}
          </TextLink>
        </Description>
      </DescriptionList>
    </Section>
  );
}
