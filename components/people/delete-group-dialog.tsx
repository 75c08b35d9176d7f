'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { MovedMailboxList } from '@/components/people/moved-mailbox-list';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { useAnnounce } from '@/components/ui/announcer';
import { Skeleton } from '@/components/ui/skeleton';
import { deleteGroupMutation, mailboxQueries } from '@/lib/console/mailboxes/queries';
import type { GroupView, MovedMailboxes } from '@/lib/domain/mailboxes/contract';

/** Dissolves a group. One that brings a policy is kept: what holds for its phones is a decision of its own. */
export function DeleteGroupDialog({ group, onClose }: { group: GroupView; onClose: () => void }) {
  const t = useTranslations('people.groups.delete');
  const announce = useAnnounce();
  const remove = useMutation(deleteGroupMutation);
  const { id, name, mailboxCount: count, policyName } = group;
  // Without patterns its members by pattern go where they will go without the group.
  const { data, error } = useQuery({
    ...mailboxQueries.groupPreview({ groupId: id, patterns: [] }),
    // There is nothing to ask about a group that is gone.
    enabled: remove.isIdle || remove.isError,
  });
  const isInUse = policyName !== null;
  return (
    <EffectDialog
      isOpen
      isDangerous
      asksReason={false}
      title={t('title', { group: name })}
      effect={
        isInUse ? (
          t('inUse', { policy: policyName })
        ) : (
          <div className="flex flex-col gap-2">
            <p>{t('effect', { count })}</p>
            {!data && !error && <FindingOut />}
            {data && data.leaves.count > 0 && <DeleteMoves leaves={data.leaves} devices={data.provisionAgain.count} />}
          </div>
        )
      }
      actionLabel={t('action')}
      isBlocked={isInUse || !data}
      isPending={remove.isPending}
      error={remove.error ?? error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(
          { groupId: id },
          {
            onSuccess: () => {
              announce(t('done', { group: name }));
              onClose();
            },
          },
        )
      }
    />
  );
}

function FindingOut() {
  const t = useTranslations('people.groups.preview');
  return (
    <div role="status">
      <span className="sr-only">{t('loading')}</span>
      <Skeleton className="w-2/3" />
    </div>
  );
}

function DeleteMoves({ leaves, devices }: { leaves: MovedMailboxes; devices: number }) {
  const t = useTranslations('people.groups.preview');
  return (
    <>
      <MovedMailboxList title={t('leaves', { count: leaves.count })} moved={leaves} shows="to" />
      <p>{t('devices', { count: devices })}</p>
    </>
  );
}
