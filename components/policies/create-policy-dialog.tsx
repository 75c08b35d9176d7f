'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FormDialog } from '@/components/patterns/form-dialog';
import { useAnnounce } from '@/components/ui/announcer';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { createPolicyMutation } from '@/lib/console/policies/queries';
import { PolicyName, type PolicyView } from '@/lib/domain/policies/contract';

interface CreatePolicyDialogProps {
  /** What the new policy can start as a copy of. */
  policies: readonly PolicyView[];
  /** The one that is copied unless another is chosen. */
  source?: PolicyView;
  onClose: () => void;
}

const NOTHING = 'nothing';

/** Makes a policy, empty or as a copy, and leads to its editor. */
export function CreatePolicyDialog({ policies, source, onClose }: CreatePolicyDialogProps) {
  const t = useTranslations('policies.create');
  const form = useCreateForm({ policies, source });
  return (
    <FormDialog
      title={t('title')}
      description={t('effect')}
      actionLabel={t('action')}
      isPending={form.create.isPending}
      error={form.create.error}
      onClose={onClose}
      onSubmit={form.submit}
    >
      <Field label={t('name')} hint={t('nameHint')} error={form.nameError} isRequired>
        <TextInput value={form.name} autoComplete="off" onChange={(event) => form.setName(event.target.value)} />
      </Field>
      <Field label={t('source')}>
        <Select
          value={form.sourceId}
          onValueChange={form.setSourceId}
          options={[
            { value: NOTHING, label: t('sourceNothing') },
            ...policies.map(({ id, name }) => ({ value: id, label: t('sourcePolicy', { name }) })),
          ]}
        />
      </Field>
    </FormDialog>
  );
}

function useCreateForm({ policies, source }: Pick<CreatePolicyDialogProps, 'policies' | 'source'>) {
  const t = useTranslations('policies.create');
  const router = useRouter();
  const announce = useAnnounce();
  const create = useMutation(createPolicyMutation);
  const [name, setName] = useState(source ? t('copyName', { name: source.name }) : '');
  const [sourceId, setSourceId] = useState(source?.id ?? NOTHING);
  const [isTried, setIsTried] = useState(false);
  const isNameRight = PolicyName.safeParse(name).success;

  function submit() {
    setIsTried(true);
    if (!isNameRight) return;
    const copied = policies.find(({ id }) => id === sourceId);
    create.mutate(
      {
        name,
        settings: copied?.settings ?? {},
        allowNonProvisionable: copied?.allowNonProvisionable,
        treatPartialAsCompliant: copied?.treatPartialAsCompliant,
        treatExternalAsCompliant: copied?.treatExternalAsCompliant,
        refreshIntervalHours: copied?.refreshIntervalHours,
      },
      {
        onSuccess: (policy) => {
          announce(t('created', { name: policy.name }));
          router.push(`/mobileadmin/policies/${policy.id}`);
        },
      },
    );
  }
  const nameError = isTried && !isNameRight ? t('nameProblem') : undefined;
  return { create, name, setName, nameError, sourceId, setSourceId, submit };
}
