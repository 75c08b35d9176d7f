'use client';

import { useFormatter, useTranslations } from 'next-intl';
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
      <dl className="grid grid-cols-2 gap-4 lg:grid-cols-1">
        <Figure term={t('devices')} href="/mobileadmin/devices">
          {format.number(overview.deviceCount)}
        </Figure>
        <Figure term={t('contactedToday')} href={`/mobileadmin/devices${writeDeviceListQuery({ lastContact: 'day' })}`}>
          {format.number(overview.contactedTodayCount)}
        </Figure>
      </dl>
    </Section>
  );
}

/** One number, large enough to be seen from afar, that leads to what it counts. */
function Figure({ term, href, children }: { term: string; href: string; children: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted">{term}</dt>
      <dd className="text-3xl leading-10 font-semibold tabular-nums">
        <TextLink href={href}>{children}</TextLink>
      </dd>
    </div>
  );
}
