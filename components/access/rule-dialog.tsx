'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import {
  fromRuleDraft,
  listConditions,
  rangeConditions,
  type RuleDraft,
  type RuleError,
  toRuleDraft,
} from '@/components/access/rule-draft';
import { FormDialog } from '@/components/patterns/form-dialog';
import { Alert } from '@/components/ui/alert';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import type { AccessRuleInput } from '@/lib/domain/access/contract';
import { AccessLevel } from '@/lib/domain/devices/contract';

interface RuleDialogProps {
  /** Left out: a new one. */
  rule?: AccessRuleInput;
  onClose: () => void;
  onSave: (rule: AccessRuleInput) => void;
}

/** Name, level and conditions of a rule. Saved is only the draft: nothing happens to any device. */
export function RuleDialog({ rule, onClose, onSave }: RuleDialogProps) {
  const t = useTranslations('access');
  const [draft, setDraft] = useState(() => toRuleDraft(rule));
  const [isTried, setIsTried] = useState(false);
  const outcome = fromRuleDraft(draft);
  const errors: ReadonlySet<RuleError> = isTried && outcome instanceof Set ? outcome : new Set();
  const set = (change: Partial<RuleDraft>) => setDraft({ ...draft, ...change });

  function handleSubmit() {
    setIsTried(true);
    if (outcome instanceof Set || !('name' in outcome)) return;
    onSave(outcome);
    onClose();
  }
  return (
    <FormDialog
      size="lg"
      title={rule ? t('rule.edit') : t('rule.add')}
      description={t('rule.effect')}
      actionLabel={t('rule.keep')}
      onClose={onClose}
      onSubmit={handleSubmit}
    >
      <Field label={t('rule.name')} error={errors.has('name') && t('rule.errors.name')} isRequired>
        <TextInput autoComplete="off" value={draft.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <Field label={t('rule.level')}>
        <Select
          value={draft.level}
          onValueChange={(level) => set({ level })}
          options={AccessLevel.options.map((value) => ({ value, label: t(`levels.${value}`) }))}
        />
      </Field>
      <p className="text-muted">{t('rule.conditionsHint')}</p>
      {errors.has('noCondition') && <Alert tone="danger">{t('rule.errors.noCondition')}</Alert>}
      <div className="grid gap-4 sm:grid-cols-2">
        {listConditions.map((name) => (
          <Field
            key={name}
            label={t(`conditions.${name}`)}
            hint={t(`rule.hints.${name}`)}
            error={errors.has(name) && t(`rule.errors.${name === 'network' ? 'network' : 'list'}`)}
          >
            <Textarea
              rows={2}
              value={draft.lists[name]}
              onChange={(event) => set({ lists: { ...draft.lists, [name]: event.target.value } })}
            />
          </Field>
        ))}
      </div>
      {rangeConditions.map((name) => (
        <RangeFields key={name} name={name} draft={draft} hasError={errors.has(name)} onChange={set} />
      ))}
    </FormDialog>
  );
}

interface RangeFieldsProps {
  name: (typeof rangeConditions)[number];
  draft: RuleDraft;
  hasError: boolean;
  onChange: (change: Partial<RuleDraft>) => void;
}

function RangeFields({ name, draft, hasError, onChange }: RangeFieldsProps) {
  const t = useTranslations('access');
  return (
    <fieldset className="flex flex-wrap gap-4">
      <legend className="pb-1 font-medium">{t(`conditions.${name}`)}</legend>
      {(['from', 'below'] as const).map((end) => (
        <Field key={end} label={t(`rule.${end}`)} error={hasError && t('rule.errors.version')} className="grow">
          <TextInput
            autoComplete="off"
            inputMode="decimal"
            value={draft.ranges[name][end]}
            onChange={(event) =>
              onChange({
                ranges: { ...draft.ranges, [name]: { ...draft.ranges[name], [end]: event.target.value } },
              })
            }
          />
        </Field>
      ))}
    </fieldset>
  );
}
