'use client';

import { useQuery } from '@tanstack/react-query';
import { Ellipsis, Pencil, Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DeleteGroupDialog, NameGroupDialog } from '@/components/people/group-dialogs';
import { mailboxAddress } from '@/components/people/mailbox-address';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { Button } from '@/components/ui/button';
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';
import type { GroupView } from '@/lib/domain/mailboxes/contract';

type Opened = { dialog: 'create' } | { dialog: 'rename' | 'delete'; group: GroupView };

/** The groups of mailboxes: how many are in each, and which policy it brings. */
export function GroupSection({ canManage, className }: { canManage: boolean; className?: string }) {
  const t = useTranslations('people.groups');
  const [opened, setOpened] = useState<Opened | null>(null);
  const { data, error, isPending, refetch } = useQuery(mailboxQueries.groups());
  const close = () => setOpened(null);
  return (
    <Section
      className={className}
      title={t('title')}
      description={t('description')}
      actions={
        canManage && (
          <Button size="sm" icon={Plus} onClick={() => setOpened({ dialog: 'create' })}>
            {t('create.open')}
          </Button>
        )
      }
    >
      {isPending && (
        <div role="status">
          <span className="sr-only">{t('loading')}</span>
          <Skeleton className="w-2/3" />
        </div>
      )}
      {error && <ProblemNotice title={t('failed')} error={error} onRetry={() => void refetch()} />}
      {data?.groups.length === 0 && <p className="text-muted">{t('empty')}</p>}
      <ul className="-my-2">
        {data?.groups.map((group) => (
          <GroupItem key={group.id} group={group} onAction={canManage ? setOpened : undefined} />
        ))}
      </ul>
      {opened?.dialog === 'create' && <NameGroupDialog onClose={close} />}
      {opened?.dialog === 'rename' && <NameGroupDialog group={opened.group} onClose={close} />}
      {opened?.dialog === 'delete' && <DeleteGroupDialog group={opened.group} onClose={close} />}
    </Section>
  );
}

function GroupItem({ group, onAction }: { group: GroupView; onAction?: (opened: Opened) => void }) {
  const t = useTranslations('people.groups');
  const { id, name, mailboxCount: count, policyName } = group;
  return (
    <li className="flex items-start justify-between gap-3 border-line py-2 not-first:border-t">
      <div className="min-w-0">
        <TextLink href={`/mobileadmin/people${mailboxAddress.write({ groupId: id })}`}>{name}</TextLink>
        <p className="text-muted">{t('mailboxCount', { count })}</p>
        <p className="text-muted">{policyName === null ? t('noPolicy') : t('policy', { policy: policyName })}</p>
      </div>
      {onAction && (
        <DropdownMenu trigger={<IconButton icon={Ellipsis} size="sm" label={t('actionsFor', { group: name })} />}>
          <MenuItem icon={Pencil} onSelect={() => onAction({ dialog: 'rename', group })}>
            {t('rename.open')}
          </MenuItem>
          <MenuItem icon={Trash2} isDangerous onSelect={() => onAction({ dialog: 'delete', group })}>
            {t('delete.open')}
          </MenuItem>
        </DropdownMenu>
      )}
    </li>
  );
}
