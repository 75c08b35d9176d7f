'use client';

import { useTranslations } from 'next-intl';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import type { Overview } from '@/lib/domain/overview/contract';

/** Devices that go round in circles with their policy, each with the likely cause. */
export function PolicyLoops({ loops }: { loops: Overview['policyLoops'] }) {
  const t = useTranslations('overview');
  const causes = useTranslations('devices.policyLoop.causes');
  return (
    <Section title={t('loopsTitle')}>
      <ul className="flex flex-col gap-2">
        {loops.map(({ deviceId, name, mailbox, cause }) => (
          <li key={deviceId}>
            <TextLink href={`/mobileadmin/devices/${deviceId}#policy`}>{t('loopOf', { name, mailbox })}</TextLink>
            {cause && <span className="block text-muted">{causes(cause)}</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
