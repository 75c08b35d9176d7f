'use client';

import { useTranslations } from 'next-intl';
import { AbsoluteTime, RelativeTime } from '@/components/patterns/relative-time';
import { Code } from '@/components/ui/code';
import { Section } from '@/components/ui/section';
import type { DeviceView } from '@/lib/domain/devices/contract';

/** When the device called, and from where. */
export function DeviceContactsCard({ device }: { device: DeviceView }) {
  const t = useTranslations('devices.detail');
  const { recentContacts, addresses } = device;
  return (
    <Section id="contacts" title={t('contacts')} description={t('contactsHint')}>
      <h3 className="mb-1 font-medium">{t('recentContacts')}</h3>
      {recentContacts.length === 0 ? (
        <p className="text-muted">{t('noContacts')}</p>
      ) : (
        <ol>
          {recentContacts.map((at) => (
            <li key={at} className="flex flex-wrap justify-between gap-x-3 py-0.5">
              <AbsoluteTime at={at} />
              <RelativeTime at={at} className="text-muted" />
            </li>
          ))}
        </ol>
      )}
      <h3 className="mt-4 mb-1 font-medium">{t('addresses')}</h3>
      {addresses.length === 0 ? (
        <p className="text-muted">{t('noAddresses')}</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {addresses.map(({ address, firstSeenAt, lastSeenAt }) => (
            <li key={address}>
              <Code>{address}</Code>
              <span className="block text-muted">
                {t.rich('seen', {
                  first: () => <RelativeTime at={firstSeenAt} />,
                  last: () => <RelativeTime at={lastSeenAt} />,
                })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
