'use client';

import { useTranslations } from 'next-intl';
import { AccessBadge } from '@/components/devices/access-badge';
import { RelativeTime } from '@/components/patterns/relative-time';
import { classNames } from '@/components/ui/class-names';
import { Section } from '@/components/ui/section';
import type { DeviceView } from '@/lib/domain/devices/contract';

/** Whether the device may connect, and by which rule: each rule in turn until one applies. */
export function DeviceAccessCard({ device }: { device: DeviceView }) {
  const t = useTranslations('devices');
  const { accessDecidedAt, accessDecidedBy } = device;
  return (
    <Section id="access" title={t('accessSection.title')}>
      <AccessBadge access={device.access} blockReason={device.blockReason} />
      {accessDecidedBy && accessDecidedAt && (
        <p className="pt-1 text-muted">
          {t.rich('detail.accessDecided', { name: accessDecidedBy, when: () => <RelativeTime at={accessDecidedAt} /> })}
        </p>
      )}
      <details className="mt-3">
        <summary className="min-h-6 font-medium">{t('accessSection.trace')}</summary>
        <ol className="flex list-decimal flex-col gap-1 ps-5 pt-1">
          {device.accessTrace.map((step) => (
            <li key={step.rule} className={classNames(step.outcome === 'passed' && 'text-muted')}>
              {t(`accessSection.rules.${step.rule}`)}: {t(`accessSection.outcomes.${step.outcome}`)}
            </li>
          ))}
        </ol>
      </details>
    </Section>
  );
}
