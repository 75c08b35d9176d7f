'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useByteText } from '@/components/patterns/byte-text';
import { useLanguageText } from '@/components/devices/language-text';
import { AbsoluteTime } from '@/components/patterns/relative-time';
import { Copyable } from '@/components/ui/copyable';
import { Description, DescriptionList } from '@/components/ui/description-list';
import { Section } from '@/components/ui/section';
import type { DeviceView } from '@/lib/domain/devices/contract';

/** Everything else that is known of the device, as it reported it. */
export function DeviceFactsCard({ device }: { device: DeviceView }) {
  const t = useTranslations('devices.detail');
  const byteText = useByteText();
  const languageText = useLanguageText();
  const { bytesIn, bytesOut, bytesOutPlain, enableOutboundSms } = device;
  const known = (value: ReactNode) => value ?? <span className="text-muted">{t('unknown')}</span>;

  return (
    <Section id="facts" title={t('facts')} description={t('factsHint')}>
      <DescriptionList>
        <Description term={t('easDeviceId')}>
          <Copyable value={device.easDeviceId} label={t('copyDeviceId')} />
        </Description>
        <Description term={t('deviceType')}>{device.deviceType}</Description>
        <Description term={t('friendlyName')}>{known(device.friendlyName)}</Description>
        <Description term={t('model')}>{known(device.model)}</Description>
        <Description term={t('os')}>{known(device.os)}</Description>
        <Description term={t('osLanguage')}>{known(device.osLanguage && languageText(device.osLanguage))}</Description>
        <Description term={t('imei')}>
          {known(device.imei === null ? null : <Copyable value={device.imei} label={t('copyImei')} />)}
        </Description>
        <Description term={t('phoneNumber')}>{known(device.phoneNumber)}</Description>
        <Description term={t('mobileOperator')}>{known(device.mobileOperator)}</Description>
        <Description term={t('userAgent')}>{known(device.userAgent)}</Description>
        {device.reportedUserAgent !== null && device.reportedUserAgent !== device.userAgent && (
          <Description term={t('reportedUserAgent')}>{device.reportedUserAgent}</Description>
        )}
        <Description term={t('enableOutboundSms')}>
          {known(enableOutboundSms === null ? null : enableOutboundSms ? t('yes') : t('no'))}
        </Description>
        <Description term={t('traffic')}>
          {t('trafficValue', {
            received: byteText(bytesIn),
            sent: byteText(bytesOut),
            plain: byteText(bytesOutPlain),
          })}
        </Description>
        <Description term={t('firstContact')}>
          <AbsoluteTime at={device.firstContactAt} />
        </Description>
      </DescriptionList>
    </Section>
  );
}
