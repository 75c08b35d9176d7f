'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useArrivalText } from '@/components/devices/arrival-text';
import type { Column } from '@/components/patterns/column';
import { DataTable } from '@/components/patterns/data-table';
import { MailboxName } from '@/components/patterns/mailbox-name';
import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import type { CommandEffect, CommandKind } from '@/lib/domain/commands/contract';

interface BulkEffectsProps {
  kind: CommandKind;
  effects: readonly CommandEffect[];
  /** Selected devices that do not exist any more. */
  goneCount: number;
}

/** Every selected device with what a command does to it; those that cannot take one are said to be left out. */
export function BulkEffects({ kind, effects, goneCount }: BulkEffectsProps) {
  const t = useTranslations('commands');
  const columns = useColumns();
  const skippedCount = effects.filter((effect) => effect.openCommand !== null).length;
  const isNoneLeft = skippedCount === effects.length;

  return (
    <div className="flex flex-col gap-3">
      <DataTable caption={t('bulk.caption')} columns={columns} rows={effects} rowKey={byDevice} isCompact />
      {goneCount > 0 && <Alert tone="warning">{t('bulk.gone', { count: goneCount })}</Alert>}
      {isNoneLeft ? (
        <Alert tone="warning">{t('bulk.noneLeft')}</Alert>
      ) : (
        <>
          {skippedCount > 0 && <Alert tone="warning">{t('bulk.skippedCount', { count: skippedCount })}</Alert>}
          <p>{kind === 'wipe' ? t('effect.noReturnWipe') : t('effect.noReturnDelete')}</p>
        </>
      )}
    </div>
  );
}

const byDevice = (effect: CommandEffect) => effect.deviceId;

function useColumns(): Column<CommandEffect>[] {
  const t = useTranslations('commands');
  const arrival = useArrivalText();
  return useMemo(
    () => [
      {
        id: 'device',
        header: t('bulk.device'),
        isRowHeader: true,
        cell: (effect) => (
          <>
            {effect.deviceName}
            <span className="block font-normal text-muted">
              <MailboxName name={effect.mailbox} />
            </span>
          </>
        ),
      },
      {
        id: 'effect',
        header: t('bulk.effect'),
        cell: (effect) =>
          effect.openCommand ? (
            t('bulk.skipped', { state: t(`states.${effect.openCommand.state}`) })
          ) : (
            <Badge tone={effect.erases === 'whole_device' ? 'danger' : 'warning'}>
              {t(`effect.short.${effect.erases}`)}
            </Badge>
          ),
      },
      {
        id: 'arrival',
        header: t('bulk.arrival'),
        cell: (effect) => (effect.openCommand ? '–' : arrival.short(effect)),
      },
    ],
    [t, arrival],
  );
}
