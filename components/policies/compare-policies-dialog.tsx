'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DraftDifference } from '@/components/policies/draft-difference';
import { demandsOf, draftChanges } from '@/components/policies/policy-draft';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import type { PolicyView } from '@/lib/domain/policies/contract';

interface ComparePoliciesDialogProps {
  policies: readonly PolicyView[];
  /** The one to begin with, unless it shall be the first in the list. */
  first?: PolicyView;
  onClose: () => void;
}

/** Two policies side by side: only what they demand differently. */
export function ComparePoliciesDialog({ policies, first, onClose }: ComparePoliciesDialogProps) {
  const t = useTranslations('policies.compare');
  const [leftId, setLeftId] = useState(first?.id ?? policies[0]?.id ?? '');
  const [rightId, setRightId] = useState(policies.find(({ id }) => id !== leftId)?.id ?? leftId);
  const left = policies.find(({ id }) => id === leftId);
  const right = policies.find(({ id }) => id === rightId);
  const options = policies.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Dialog
      isOpen
      size="lg"
      onOpenChange={onClose}
      title={t('title')}
      footer={<Button onClick={onClose}>{t('close')}</Button>}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t('left')}>
          <Select value={leftId} options={options} onValueChange={setLeftId} />
        </Field>
        <Field label={t('right')}>
          <Select value={rightId} options={options} onValueChange={setRightId} />
        </Field>
      </div>
      {left && right && <Comparison left={left} right={right} />}
    </Dialog>
  );
}

function Comparison({ left, right }: { left: PolicyView; right: PolicyView }) {
  const t = useTranslations('policies.compare');
  const changes = draftChanges(demandsOf(left), demandsOf(right));
  if (left.id === right.id) return <p role="status">{t('itself')}</p>;
  const names = { left: left.name, right: right.name };
  if (changes.length === 0) return <p role="status">{t('same', names)}</p>;
  const caption = t('caption', { count: changes.length });
  return <DraftDifference changes={changes} caption={caption} before={names.left} after={names.right} />;
}
