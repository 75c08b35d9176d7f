'use client';

import { useTranslations } from 'next-intl';
import { Alert } from '@/components/ui/alert';
import type { CommandEffect, QueueCommandsResult } from '@/lib/domain/commands/contract';

interface BulkRefusalsProps {
  results: QueueCommandsResult['results'];
  effects: readonly CommandEffect[];
}

/** Which devices got no order, and why. None is passed over in silence. */
export function BulkRefusals({ results, effects }: BulkRefusalsProps) {
  const t = useTranslations('commands.bulk');
  const errors = useTranslations('errors');
  const names = new Map(effects.map((effect) => [effect.deviceId, effect.deviceName]));
  const refused = results.filter((result) => result.command === null);
  return (
    <Alert tone="danger" isLive title={t('partlyTitle', { count: results.length - refused.length })}>
      <ul className="list-disc ps-5">
        {refused.map(({ deviceId, refusal }) => (
          <li key={deviceId}>
            {t('refused', {
              device: names.get(deviceId) ?? deviceId,
              refusal: refusal && errors.has(refusal) ? errors(refusal) : errors('internal_error'),
            })}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
