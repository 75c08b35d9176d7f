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
const AUTOMATIC = 'automatic';

interface MoveMailboxDialogProps {
  mailbox: MailboxView;
  onClose: () => void;
}

/** Puts a mailbox into a group, takes it out of one, or leaves it to the patterns; the policy that comes with the group is named. */
export function MoveMailboxDialog({ mailbox, onClose }: MoveMailboxDialogProps) {
  const t = useTranslations('people.mailboxes.move');
  const announce = useAnnounce();
  const update = useMutation(updateMailboxMutation);
  const { data, error, refetch } = useQuery(mailboxQueries.groups());
  const current = mailbox.groupChoice === 'automatic' ? AUTOMATIC : (mailbox.group?.id ?? NONE);
  const [choice, setChoice] = useState(current);
  const groups = data?.groups ?? [];
  const chosen = groups.find(({ id }) => id === choice);
  const hasOwnPolicy = mailbox.policyOrigin === 'mailbox' || mailbox.policyOrigin === 'exception';

  const hint = chosen?.policyName ? t('policy', { policy: chosen.policyName }) : t('noPolicy');

  function submit() {
    update.mutate(
      choice === AUTOMATIC
        ? { mailboxId: mailbox.id, groupChoice: 'automatic' }
        : { mailboxId: mailbox.id, groupId: choice === NONE ? null : choice },
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
      isActionDisabled={choice === current}
      isPending={update.isPending}
      error={update.error}
      onClose={onClose}
      onSubmit={submit}
    >
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      <Field label={t('group')} hint={choice === AUTOMATIC ? t('automaticHint') : hint}>
        <Select
          value={choice}
          onValueChange={setChoice}
          options={[
            { value: AUTOMATIC, label: t('automatic') },
            { value: NONE, label: t('none') },
            ...groups.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </Field>
    </FormDialog>
  );
}
