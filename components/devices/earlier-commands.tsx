'use client';

import { useTranslations } from 'next-intl';
import { CommandStateBadge } from '@/components/patterns/command-state-badge';
import { AbsoluteTime } from '@/components/patterns/relative-time';
import { Cell, ColumnHeader, RowHeader, Table, TableHead, TableRow } from '@/components/ui/table';
import type { CommandView } from '@/lib/domain/commands/contract';

/** Orders before the one shown above, newest first. */
export function EarlierCommands({ commands }: { commands: readonly CommandView[] }) {
  const t = useTranslations('commands');
  return (
    <details className="mt-4">
      <summary className="min-h-6 font-medium">{t('tracker.earlier')}</summary>
      <div className="pt-2">
        <Table caption={t('tracker.earlier')} isCaptionHidden>
          <TableHead>
            <tr>
              <ColumnHeader>{t('columns.command')}</ColumnHeader>
              <ColumnHeader>{t('columns.state')}</ColumnHeader>
              <ColumnHeader>{t('columns.queuedAt')}</ColumnHeader>
              <ColumnHeader>{t('columns.by')}</ColumnHeader>
              <ColumnHeader>{t('tracker.reason')}</ColumnHeader>
            </tr>
          </TableHead>
          <tbody>
            {commands.map((command) => (
              <TableRow key={command.id}>
                <RowHeader>{t(`methods.${command.method}`)}</RowHeader>
                <Cell>
                  <CommandStateBadge state={command.state} />
                </Cell>
                <Cell className="whitespace-nowrap">
                  <AbsoluteTime at={command.queuedAt} />
                </Cell>
                <Cell>{command.queuedBy}</Cell>
                <Cell className="min-w-40">{command.reason}</Cell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </div>
    </details>
  );
}
