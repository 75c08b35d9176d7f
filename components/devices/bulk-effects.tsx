'use client';

import { useTranslations } from 'next-intl';
import { useArrivalText } from '@/components/devices/arrival-text';
import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { Cell, ColumnHeader, RowHeader, Table, TableHead, TableRow } from '@/components/ui/table';
import type { CommandEffect, CommandKind } from '@/lib/domain/commands/contract';

interface BulkEffectsProps {
  kind: CommandKind;
  effects: readonly CommandEffect[];
  /** Selected devices that do not exist any more. */
  goneCount: number;
}

/** Every selected device with what an order does to it; those that cannot take one are said to be left out. */
export function BulkEffects({ kind, effects, goneCount }: BulkEffectsProps) {
  const t = useTranslations('commands');
  const arrival = useArrivalText();
  const skippedCount = effects.filter((effect) => effect.openCommand !== null).length;
  const isNoneLeft = skippedCount === effects.length;

  return (
    <div className="flex flex-col gap-3">
      <Table caption={t('bulk.caption')} isCaptionHidden>
        <TableHead>
          <tr>
            <ColumnHeader>{t('bulk.device')}</ColumnHeader>
            <ColumnHeader>{t('bulk.effect')}</ColumnHeader>
            <ColumnHeader>{t('bulk.arrival')}</ColumnHeader>
          </tr>
        </TableHead>
        <tbody>
          {effects.map((effect) => (
            <TableRow key={effect.deviceId}>
              <RowHeader>
                {effect.deviceName}
                <span className="block font-normal text-muted">{effect.mailbox}</span>
              </RowHeader>
              <Cell>
                {effect.openCommand ? (
                  t('bulk.skipped', { state: t(`states.${effect.openCommand.state}`) })
                ) : (
                  <Badge tone={effect.erases === 'whole_device' ? 'danger' : 'warning'}>
                    {t(`effect.short.${effect.erases}`)}
                  </Badge>
                )}
              </Cell>
              <Cell>{effect.openCommand ? '–' : arrival.short(effect)}</Cell>
            </TableRow>
          ))}
        </tbody>
      </Table>
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
