'use client';

import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { InvitationTable } from '@/components/people/invitation-table';
import { InvitePersonDialog } from '@/components/people/invite-person-dialog';
import { personColumns } from '@/components/people/person-columns';
import { PersonDialogs, type PersonAction } from '@/components/people/person-dialogs';
import { DataTable } from '@/components/patterns/data-table';
import { useDialogParam } from '@/components/patterns/dialog-param';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { Button } from '@/components/ui/button';
import { personQueries } from '@/lib/console/people/queries';
import type { PersonView } from '@/lib/domain/people/contract';

/** Everybody who may sign in to the console, and the links that are still open. */
export function PeopleTab({ canManage }: { canManage: boolean }) {
  const t = useTranslations('people.people');
  const dialog = useDialogParam(['invite'] as const);
  const [opened, setOpened] = useState<{ action: PersonAction; person: PersonView } | null>(null);
  const { data, error, isPending, refetch } = useQuery(personQueries.list());
  const columns = personColumns({
    t: useTranslations('people'),
    roles: useTranslations('common.roles'),
    onAction: canManage ? (action, person) => setOpened({ action, person }) : undefined,
  });
  const retry = () => void refetch();

  if (isPending) return <TableSkeleton columns={columns.length} rows={4} label={t('loading')} />;
  if (!data) return <ProblemNotice title={t('failed')} error={error} onRetry={retry} />;
  return (
    <div className="flex flex-col gap-4">
      {error && <ProblemNotice title={t('refreshFailed')} error={error} onRetry={retry} />}
      {canManage && (
        <div>
          <Button variant="primary" icon={UserPlus} onClick={() => dialog.open('invite')}>
            {t('invite')}
          </Button>
        </div>
      )}
      <DataTable caption={t('caption')} columns={columns} rows={data.people} rowKey={byId} isCompact />
      <InvitationTable invitations={data.invitations} canManage={canManage} />
      {canManage && dialog.name && <InvitePersonDialog onClose={dialog.close} />}
      {opened && <PersonDialogs {...opened} people={data.people} onClose={() => setOpened(null)} />}
    </div>
  );
}

const byId = ({ id }: PersonView) => id;
