'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { FormDialog } from '@/components/patterns/form-dialog';
import { useAnnounce } from '@/components/ui/announcer';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { createGroupMutation, deleteGroupMutation, renameGroupMutation } from '@/lib/console/mailboxes/queries';
import { GroupInput, type GroupView } from '@/lib/domain/mailboxes/contract';

interface NameGroupDialogProps {
  /** The group that gets another name; without it a new one is made. */
  group?: GroupView;
  onClose: () => void;
}

/** Makes a group, or gives one another name. */
export function NameGroupDialog({ group, onClose }: NameGroupDialogProps) {
  const t = useTranslations(group ? 'people.groups.rename' : 'people.groups.create');
  const fields = useTranslations('people.groups');
  const announce = useAnnounce();
  const create = useMutation(createGroupMutation);
  const rename = useMutation(renameGroupMutation);
  const [name, setName] = useState(group?.name ?? '');
  const [isTried, setIsTried] = useState(false);
  const isNameRight = GroupInput.safeParse({ name }).success;
  const onSuccess = (saved: GroupView) => {
    announce(t('done', { group: saved.name }));
    onClose();
  };

  function submit() {
    setIsTried(true);
    if (!isNameRight) return;
    if (group) rename.mutate({ groupId: group.id, name }, { onSuccess });
    else create.mutate({ name }, { onSuccess });
  }
  return (
    <FormDialog
      title={t('title', { group: group?.name ?? '' })}
      description={t('effect')}
      actionLabel={t('action')}
      isPending={create.isPending || rename.isPending}
      error={create.error ?? rename.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label={fields('name')} error={isTried && !isNameRight && fields('nameProblem')} isRequired>
        <TextInput autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
    </FormDialog>
  );
}

/** Dissolves a group. One that brings a policy is kept: what holds for its phones is a decision of its own. */
export function DeleteGroupDialog({ group, onClose }: { group: GroupView; onClose: () => void }) {
  const t = useTranslations('people.groups.delete');
  const announce = useAnnounce();
  const remove = useMutation(deleteGroupMutation);
  const { id, name, mailboxCount: count, policyName } = group;
  const isInUse = policyName !== null;
  return (
    <EffectDialog
      isOpen
      isDangerous
      asksReason={false}
      title={t('title', { group: name })}
      effect={isInUse ? t('inUse', { policy: policyName }) : t('effect', { count })}
      actionLabel={t('action')}
      isBlocked={isInUse}
      isPending={remove.isPending}
      error={remove.error}
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
