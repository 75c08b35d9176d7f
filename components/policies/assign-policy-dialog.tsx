'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { AssignMailboxes } from '@/components/policies/assign-mailboxes';
import { useAssignmentChoice, type AssignmentChoice } from '@/components/policies/assignment-choice';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';
import { assignPolicyMutation } from '@/lib/console/policies/queries';
import type { PolicyView } from '@/lib/domain/policies/contract';

interface AssignPolicyDialogProps {
  policy: PolicyView;
  onClose: () => void;
}

/** Mailboxes the contract takes at once. */
const LIMIT = 1000;

/** Decides who has a policy: groups by tick, mailboxes by search. What is added and taken away is counted before saving. */
export function AssignPolicyDialog({ policy, onClose }: AssignPolicyDialogProps) {
  const t = useTranslations('policies.assign');
  const common = useTranslations('common.formDialog');
  const announce = useAnnounce();
  const choice = useAssignmentChoice(policy);
  const assign = useMutation(assignPolicyMutation);
  const { addedCount: added, removedCount: removed } = choice;
  const isTooMany = choice.mailboxes.length > LIMIT;
  const hasChanges = added + removed > 0;

  function handleSave() {
    assign.mutate(choice.input, {
      onSuccess: () => {
        announce(t('saved', { name: policy.name }));
        onClose();
      },
    });
  }
  return (
    // Not a FormDialog: the search in it is a form of its own.
    <Dialog
      isOpen
      size="lg"
      onOpenChange={onClose}
      title={t('title', { name: policy.name })}
      description={t('text')}
      isBusy={assign.isPending}
      footer={
        <>
          <p role="status" className="me-auto min-w-0 grow basis-full self-center sm:basis-60 text-muted">
            {isTooMany ? t('limit') : t('summary', { added, removed })} {hasChanges && t('effect')}
          </p>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            disabled={!hasChanges || isTooMany}
            isPending={assign.isPending}
            pendingLabel={common('working')}
            onClick={handleSave}
          >
            {t('action')}
          </Button>
        </>
      }
    >
      <AssignGroups policy={policy} choice={choice} />
      <AssignMailboxes policy={policy} choice={choice} />
      {assign.error && <ProblemNotice error={assign.error} />}
    </Dialog>
  );
}

function AssignGroups({ policy, choice }: { policy: PolicyView; choice: AssignmentChoice }) {
  const t = useTranslations('policies.assign');
  const { data, error, isPending, refetch } = useQuery(mailboxQueries.groups());
  const isFrom = (name: string | null) => name !== null && name !== policy.name;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">{t('groups')}</legend>
      {isPending && <p role="status">{t('groupsLoading')}</p>}
      {error && <ProblemNotice title={t('groupsFailed')} error={error} onRetry={() => void refetch()} />}
      {data?.groups.length === 0 && <p className="text-muted">{t('noGroups')}</p>}
      <div className="flex max-h-48 flex-col gap-1 overflow-y-auto">
        {data?.groups.map(({ id, name, mailboxCount, policyName }) => (
          <Checkbox
            key={id}
            label={name}
            hint={
              <>
                {t('groupMembers', { count: mailboxCount })}
                {isFrom(policyName) && <> · {t('movesFrom', { policy: policyName ?? '' })}</>}
              </>
            }
            checked={choice.has({ kind: 'group', id })}
            onCheckedChange={(isChecked) =>
              isChecked ? choice.add({ kind: 'group', id, name }) : choice.remove({ kind: 'group', id })
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
