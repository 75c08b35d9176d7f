'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CommandSteps } from '@/components/devices/command-steps';
import { EarlierCommands } from '@/components/devices/earlier-commands';
import { CommandStateBadge } from '@/components/patterns/command-state-badge';
import { Section } from '@/components/ui/section';
import { commandQueries } from '@/lib/console/commands/queries';
import type { DeviceView } from '@/lib/domain/devices/contract';

/** The open order of a device, else its last one: how far it has come, by whom, why, and how the device proved itself. */
export function CommandTracker({ device }: { device: DeviceView }) {
  const t = useTranslations('commands');
  const { data } = useQuery(commandQueries.ofDevice(device.id));
  const command = device.openCommand ?? device.lastCommand;
  if (!command) return null;

  const earlier = data?.commands.filter((one) => one.id !== command.id) ?? [];
  return (
    <Section
      id="command"
      title={device.openCommand ? t('tracker.open') : t('tracker.last')}
      actions={
        <div role="status" aria-label={device.openCommand ? t('tracker.open') : t('tracker.last')}>
          <CommandStateBadge state={command.state} />
        </div>
      }
    >
      <p className="font-medium">{t(`methods.${command.method}`)}</p>
      <p className="text-muted">
        {t('tracker.reason')}: <span className="text-ink">{command.reason}</span>
      </p>
      <CommandSteps command={command} device={device} />
      {earlier.length > 0 && <EarlierCommands commands={earlier} />}
    </Section>
  );
}
