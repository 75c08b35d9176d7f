'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FormDialog } from '@/components/patterns/form-dialog';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { useAnnounce } from '@/components/ui/announcer';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { mailboxQueries, updateMailboxMutation } from '@/lib/console/mailboxes/queries';
import type { MailboxView } from '@/lib/domain/mailboxes/contract';

const NONE = 'none';

interface MoveMailboxDialogProps {
  mailbox: MailboxView;
  onClose: () => void;
}

/** Puts a mailbox into a group, or takes it out of one; the policy that comes with the group is named. */
export function MoveMailboxDialog({ mailbox, onClose }: MoveMailboxDialogProps) {
  const t = useTranslations('people.mailboxes.move');
  const announce = useAnnounce();
  const update = useMutation(updateMailboxMutation);
  const { data, error, refetch } = useQuery(mailboxQueries.groups());
  const [groupId, setGroupId] = useState(mailbox.group?.id ?? NONE);
  const groups = data?.groups ?? [];
  const chosen = groups.find(({ id }) => id === groupId);
  const hasOwnPolicy = mailbox.policyOrigin === 'mailbox' || mailbox.policyOrigin === 'exception';

  function submit() {
    update.mutate(
      { mailboxId: mailbox.id, groupId: groupId === NONE ? null : groupId },
      {
        onSuccess: ({ name }) => {
          announce(t('done', { mailbox: name }));
          onClose();
        },
      },
    );
  }
  return (
    <FormDialog
      title={t('title', { mailbox: mailbox.name })}
      description={hasOwnPolicy ? t('effectOwn') : t('effect')}
      actionLabel={t('action')}
      isActionDisabled={groupId === (mailbox.group?.id ?? NONE)}
      isPending={update.isPending}
      error={update.error}
      onClose={onClose}
      onSubmit={submit}
    >
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      <Field label={t('group')} hint={chosen?.policyName ? t('policy', { policy: chosen.policyName }) : t('noPolicy')}>
        <Select
          value={groupId}
          onValueChange={setGroupId}
          options={[{ value: NONE, label: t('none') }, ...groups.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      </Field>
    </FormDialog>
  );
}
