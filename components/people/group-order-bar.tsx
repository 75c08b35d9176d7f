'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { MovedMailboxList } from '@/components/people/moved-mailbox-list';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { ApiProblem } from '@/lib/console/http/api-problem';
import { mailboxQueries, orderGroupsMutation } from '@/lib/console/mailboxes/queries';
import type { OrderGroupsInput } from '@/lib/domain/mailboxes/contract';

interface GroupOrderBarProps {
  order: OrderGroupsInput;
  /** Of saving and of taking it back. */
  onDone: () => void;
}

/** What an order that is not saved would do, and the two ways out of it. */
export function GroupOrderBar({ order, onDone }: GroupOrderBarProps) {
  const t = useTranslations('people.groups.order');
  const preview = useTranslations('people.groups.preview');
  const announce = useAnnounce();
  const save = useMutation(orderGroupsMutation);
  const { data, error, isPlaceholderData } = useQuery({
    ...mailboxQueries.orderPreview(order),
    // Once it is saved, the groups are not in the former order any more, and asking again would be refused.
    enabled: save.isIdle || save.isError,
  });
  const problem = save.error ?? error;
  const isStale = problem instanceof ApiProblem && problem.code === 'groups_changed_meanwhile';
  return (
    <section
      aria-label={t('title')}
      aria-busy={isPlaceholderData}
      className="z-10 -mx-2 mt-3 flex flex-col gap-2 rounded-md border border-line-strong bg-raised p-2 xl:sticky xl:bottom-24 xl:shadow-float"
    >
      <p className="font-medium">{t('title')}</p>
      {problem && <ProblemNotice error={problem} />}
      {!data && !error && (
        <div role="status">
          <span className="sr-only">{preview('loading')}</span>
          <Skeleton className="w-2/3" />
        </div>
      )}
      {data && !problem && (
        <>
          <p role="status">{t('moves', { count: data.moves.count })}</p>
          <MovedMailboxList title={t('who')} moved={data.moves} shows="both" />
          {data.moves.count > 0 && <p>{preview('devices', { count: data.provisionAgain.count })}</p>}
        </>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          size="sm"
          disabled={isStale || !data || isPlaceholderData}
          isPending={save.isPending}
          pendingLabel={t('saving')}
          onClick={() =>
            save.mutate(order, {
              onSuccess: () => {
                announce(t('done'));
                onDone();
              },
            })
          }
        >
          {t('save')}
        </Button>
        <Button size="sm" onClick={onDone}>
          {t('discard')}
        </Button>
      </div>
    </section>
  );
}
