'use client';

import { useTranslations } from 'next-intl';
import { AccessBadge } from '@/components/devices/access-badge';
import { useExcessText } from '@/components/devices/excess-text';
import { useMomentText } from '@/components/patterns/moment-text';
import { RelativeTime } from '@/components/patterns/relative-time';
import { classNames } from '@/components/ui/class-names';
import { Section } from '@/components/ui/section';
import type { AccessTraceStep, DeviceView } from '@/lib/domain/devices/contract';

/** Whether the device may connect, and by which rule: each rule in turn until one applies. */
export function DeviceAccessCard({ device }: { device: DeviceView }) {
  const t = useTranslations('devices');
  const autoBlockText = useTranslations('autoBlock');
  const excessText = useExcessText();
  const momentText = useMomentText();
  const { accessDecidedAt, accessDecidedBy } = device;
  const unknown = t('accessSection.unknown');
  const ruleText = ({ rule, position = 0, name = '', limit = '', actual = unknown, autoBlock }: AccessTraceStep) =>
    autoBlock
      ? autoBlockText('trace', { until: momentText(autoBlock.until), excess: excessText(autoBlock) })
      : t(`accessSection.rules.${rule}`, { position, name, limit, actual });
  const outcomeText = ({ outcome, missed, actual = unknown }: AccessTraceStep) =>
    missed ? t(`accessSection.missed.${missed}`, { actual }) : t(`accessSection.outcomes.${outcome}`);
  return (
    <Section id="access" title={t('accessSection.title')}>
      <AccessBadge access={device.access} blockReason={device.blockReason} />
      {accessDecidedBy && accessDecidedAt && (
        <p className="pt-1 text-muted">
          {t.rich('detail.accessDecided', { name: accessDecidedBy, when: () => <RelativeTime at={accessDecidedAt} /> })}
        </p>
      )}
      {/* Whoever is kept out is asked about: then the answer is there. */}
      <details className="mt-3" open={device.access !== 'allowed'}>
        <summary className="min-h-6 font-medium">{t('accessSection.trace')}</summary>
        <ol className="flex list-decimal flex-col gap-1 ps-5 pt-1">
          {device.accessTrace.map((step) => (
            <li
              key={`${step.rule} ${step.position ?? ''}`}
              className={classNames('break-words', step.outcome === 'passed' && 'text-muted')}
            >
              {ruleText(step)}: {outcomeText(step)}
            </li>
          ))}
        </ol>
      </details>
    </Section>
  );
}
