'use client';

import { useTranslations } from 'next-intl';
import { useDurationText } from '@/components/patterns/duration-text';
import { RelativeTime } from '@/components/patterns/relative-time';
import { Alert } from '@/components/ui/alert';
import { Code } from '@/components/ui/code';
import { Copyable } from '@/components/ui/copyable';
import { Description, DescriptionList } from '@/components/ui/description-list';
import { Section } from '@/components/ui/section';
import type { DeviceView } from '@/lib/domain/devices/contract';

/** As the proxies of docs/operations.md are set up: longer than the longest heartbeat. */
const NGINX_LINE = 'proxy_read_timeout 3660s;';
const GUIDE = 'docs/operations.md#time-limits-for-held-pings';

/** How push works out for this device: what it asks for, what comes of it, and what is in the way. */
export function DevicePushCard({ device }: { device: DeviceView }) {
  const t = useTranslations('devices.push');
  const durationText = useDurationText();
  const { heartbeatSeconds, cutAfterSeconds, push } = device;
  const { recentHeartbeats, recentHolds, earlyEnds } = push;
  if (heartbeatSeconds === null && recentHolds.length === 0) {
    return (
      <Section id="push" title={t('title')} description={t('hint')}>
        <p className="text-muted">{t('never')}</p>
      </Section>
    );
  }
  return (
    <Section id="push" title={t('title')} description={t('hint')}>
      {cutAfterSeconds !== null && <CutAlert seconds={cutAfterSeconds} seenAt={push.cutSeenAt} />}
      <DescriptionList>
        <Description term={t('heartbeat')}>
          {heartbeatSeconds === null ? t('noHeartbeat') : durationText(heartbeatSeconds)}
          {recentHeartbeats.length > 1 && (
            <p className="text-muted">
              {t('before', { list: recentHeartbeats.slice(1).map(durationText).join(' · ') })}
            </p>
          )}
        </Description>
        <Description term={t('lasted')}>
          {recentHolds.length === 0 ? (
            <span className="text-muted">{t('noHolds')}</span>
          ) : (
            <ol>
              {recentHolds.map(({ seconds, outcome }, index) => (
                // They have no names of their own; the list is replaced as a whole.
                <li key={index} className="flex flex-wrap gap-x-2">
                  <span>{durationText(seconds)}</span> <span className="text-muted">{t(`outcomes.${outcome}`)}</span>
                </li>
              ))}
            </ol>
          )}
        </Description>
        <Description term={t('earlyEnds')}>{t('earlyEndsValue', { count: earlyEnds })}</Description>
      </DescriptionList>
    </Section>
  );
}

function CutAlert({ seconds, seenAt }: { seconds: number; seenAt: string | null }) {
  const t = useTranslations('devices.push');
  return (
    <Alert tone="warning" title={t('cut', { seconds })} className="mb-3">
      <p>{t('cutEffect')}</p>
      <p>{t('cutRemedy')}</p>
      <Copyable value={NGINX_LINE} label={t('copyNginx')} />
      <p>{t.rich('cutGuide', { guide: () => <Code>{GUIDE}</Code> })}</p>
      {seenAt && <p className="text-muted">{t.rich('cutSeen', { when: () => <RelativeTime at={seenAt} /> })}</p>}
    </Alert>
  );
}
