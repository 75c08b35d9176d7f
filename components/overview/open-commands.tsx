'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { Column } from '@/components/patterns/column';
import { CommandStateBadge } from '@/components/patterns/command-state-badge';
import { DataTable } from '@/components/patterns/data-table';
import { MailboxName } from '@/components/patterns/mailbox-name';
import { RelativeTime } from '@/components/patterns/relative-time';
import { TextLink } from '@/components/ui/link';
import type { CommandView } from '@/lib/domain/commands/contract';

/** Orders that have not ended; each leads to its device. */
export function OpenCommands({ commands }: { commands: readonly CommandView[] }) {
  const t = useTranslations('overview');
  const columns = useColumns();
  return (
    <section aria-labelledby="open-commands" className="min-w-0">
      <h2 id="open-commands" className="pb-2 font-semibold">
        {t('openTitle')}
      </h2>
      <DataTable
        caption={t('openCaption')}
        columns={columns}
        rows={commands}
        rowKey={(command) => command.id}
        isCompact
      />
    </section>
  );
}

function useColumns(): Column<CommandView>[] {
  const t = useTranslations('overview');
  const methods = useTranslations('commands.methods');
  return useMemo(
    () => [
      {
        id: 'device',
        header: t('device'),
        isRowHeader: true,
        cell: (command) => (
          <TextLink href={`/mobileadmin/devices/${command.deviceId}#command`}>{command.deviceName}</TextLink>
        ),
      },
      { id: 'mailbox', header: t('mailbox'), cell: (command) => <MailboxName name={command.mailbox} /> },
      { id: 'command', header: t('command'), cell: (command) => methods(command.method) },
      { id: 'state', header: t('state'), cell: (command) => <CommandStateBadge state={command.state} /> },
      { id: 'since', header: t('since'), cell: (command) => <RelativeTime at={command.queuedAt} /> },
      { id: 'by', header: t('by'), cell: (command) => command.queuedBy },
    ],
    [t, methods],
  );
}
