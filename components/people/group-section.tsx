'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DeleteGroupDialog } from '@/components/people/delete-group-dialog';
import { GroupFormDialog } from '@/components/people/group-form-dialog';
import { GroupItem, type GroupTools } from '@/components/people/group-item';
import { GroupOrderBar } from '@/components/people/group-order-bar';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';
import type { GroupView, OrderGroupsInput } from '@/lib/domain/mailboxes/contract';

type Opened = { dialog: 'create' } | { dialog: 'edit' | 'delete'; group: GroupView };

/** The groups of mailboxes in their order: whom each takes, who is in it, and which policy it brings. */
export function GroupSection({ canManage, className }: { canManage: boolean; className?: string }) {
  const t = useTranslations('people.groups');
  const [opened, setOpened] = useState<Opened | null>(null);
  const [order, setOrder] = useState<OrderGroupsInput | null>(null);
  const { data, error, isPending, refetch } = useQuery(mailboxQueries.groups());
  const close = () => setOpened(null);
  const tools: GroupTools = {
    onEdit: (group) => setOpened({ dialog: 'edit', group }),
    onDelete: (group) => setOpened({ dialog: 'delete', group }),
  };
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
      {data && (
        <OrderedGroups groups={data.groups} order={order} tools={canManage ? tools : undefined} onOrder={setOrder} />
      )}
      {order && <GroupOrderBar order={order} onDone={() => setOrder(null)} />}
      {opened?.dialog === 'create' && <GroupFormDialog onClose={close} />}
      {opened?.dialog === 'edit' && <GroupFormDialog group={opened.group} onClose={close} />}
      {opened?.dialog === 'delete' && <DeleteGroupDialog group={opened.group} onClose={close} />}
    </Section>
  );
}

interface OrderedGroupsProps {
  groups: readonly GroupView[];
  /** Not saved yet. */
  order: OrderGroupsInput | null;
  tools?: GroupTools;
  onOrder: (order: OrderGroupsInput | null) => void;
}

function OrderedGroups({ groups, order, tools, onOrder }: OrderedGroupsProps) {
  const t = useTranslations('people.groups.order');
  const [told, setTold] = useState('');
  const places = new Map(order?.groupIds.map((id, index) => [id, index]));
  // A group that came meanwhile stands behind the others, as it does when it is made.
  const shown = groups.toSorted(
    (one, other) => (places.get(one.id) ?? Infinity) - (places.get(other.id) ?? Infinity) || 0,
  );
  const formerGroupIds = order?.formerGroupIds ?? groups.map(({ id }) => id);

  function move(from: number, to: number) {
    const [moved] = shown.slice(from, from + 1);
    if (!moved) return;
    const groupIds = shown.map(({ id }) => id).toSpliced(from, 1);
    groupIds.splice(to, 0, moved.id);
    const isAsBefore = groupIds.every((id, index) => id === formerGroupIds[index]);
    onOrder(isAsBefore ? null : { groupIds, formerGroupIds });
    setTold(t('moved', { group: moved.name, place: to + 1, count: shown.length }));
  }
  return (
    <>
      <ol className="-my-2">
        {shown.map((group, index) => (
          <GroupItem
            key={group.id}
            group={group}
            place={index + 1}
            tools={
              tools && {
                ...tools,
                onUp: index === 0 ? undefined : () => move(index, index - 1),
                onDown: index === shown.length - 1 ? undefined : () => move(index, index + 1),
              }
            }
          />
        ))}
      </ol>
      {/* Not in a notice: each step would cover what the order does. */}
      <p role="status" className="sr-only">
        {told}
      </p>
    </>
  );
}
