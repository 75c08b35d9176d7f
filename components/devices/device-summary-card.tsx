'use client';

import { useTranslations } from 'next-intl';
import { AccessBadge } from '@/components/devices/access-badge';
import { useArrivalText } from '@/components/devices/arrival-text';
import { PolicyStateBadge } from '@/components/devices/policy-state-badge';
import { AbsoluteTime, RelativeTime } from '@/components/patterns/relative-time';
import { Code } from '@/components/ui/code';
import { Description, DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { writeDeviceListQuery } from '@/lib/console/devices/search-params';
import type { DeviceView } from '@/lib/domain/devices/contract';

/** Who, what, how it stands: what a caller on the phone asks about first. */
export function DeviceSummaryCard({ device }: { device: DeviceView }) {
  const t = useTranslations('devices');
  const arrival = useArrivalText();
  return (
    <Section id="summary" title={t('detail.summary')}>
      <DescriptionList>
        <Description term={t('detail.mailbox')}>
          <div className="flex flex-wrap gap-x-2">
            <span className="min-w-0 wrap-anywhere">{device.mailbox}</span>
            <TextLink href={`/mobileadmin/devices${writeDeviceListQuery({ search: device.mailbox })}`}>
              {t('detail.allOfMailbox')}
            </TextLink>
          </div>
        </Description>
        <Description term={t('detail.access')}>
          <AccessBadge access={device.access} blockReason={device.blockReason} />
        </Description>
        <Description term={t('detail.policy')}>
          <div className="flex flex-wrap items-center gap-x-2">
            <PolicyStateBadge state={device.policyState} />
            <span className="text-muted">{t(`policyStateHints.${device.policyState}`)}</span>
          </div>
        </Description>
        <Description term={t('detail.lastContact')}>
          <RelativeTime at={device.lastContactAt} />{' '}
          <span className="text-muted">
            (<AbsoluteTime at={device.lastContactAt} />
            {device.lastAddress && (
              <>
                , <Code>{device.lastAddress}</Code>
              </>
            )}
            )
          </span>
        </Description>
        {!device.openCommand && (
          <Description term={t('detail.arrival')}>
            {arrival.short(device)}
            <span className="block text-muted">{arrival.sentence(device)}</span>
          </Description>
        )}
        <Description term={t('detail.protocolVersion')}>{device.protocolVersion}</Description>
      </DescriptionList>
    </Section>
  );
}
