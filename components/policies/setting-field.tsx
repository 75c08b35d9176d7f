'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { PolicyEditing } from '@/components/policies/policy-editing';
import type { DraftName, PolicyDraft } from '@/components/policies/policy-draft';
import type { Setting, SettingEditor } from '@/components/policies/setting-catalog';
import { isWholeMinutes } from '@/components/policies/setting-text';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';

const SECONDS_PER_MINUTE = 60;

interface SettingFieldProps {
  setting: Setting;
  editing: PolicyEditing;
  isReadOnly: boolean;
}

/** One setting: label, what today's phones do with it, and the control that fits its kind. */
export function SettingField({ setting, editing, isReadOnly }: SettingFieldProps) {
  const { name, editor } = setting;
  const isIdle = setting.needsPassword && !editing.draft.DevicePasswordEnabled;
  const common = { name, editing, isDisabled: isReadOnly || isIdle };
  if (editor.kind === 'switch') return <SwitchField {...common} name={name} />;
  if (editor.kind === 'choice') return <ChoiceField {...common} values={editor.values} />;
  return <NumberField {...common} editor={editor} />;
}

interface EditedFieldProps {
  name: DraftName;
  editing: PolicyEditing;
  isDisabled: boolean;
}

/** A setting that is on or off. */
export function SwitchField({ name, editing, isDisabled }: EditedFieldProps) {
  const t = useTranslations(`policies.fields.${name}`);
  return (
    <Checkbox
      label={<span className="font-medium">{t('label')}</span>}
      hint={t('hint')}
      checked={editing.draft[name] === true}
      disabled={isDisabled}
      onCheckedChange={(isOn) => change(editing, name, isOn)}
    />
  );
}

function ChoiceField({ name, editing, isDisabled, values }: EditedFieldProps & { values: readonly number[] }) {
  const t = useTranslations(`policies.fields.${name}`);
  return (
    <Field label={t('label')} hint={t('hint')}>
      <Select
        className="sm:max-w-72"
        value={String(editing.draft[name])}
        disabled={isDisabled}
        options={values.map((count) => ({ value: String(count), label: t('value', { count }) }))}
        onValueChange={(value) => change(editing, name, Number(value))}
      />
    </Field>
  );
}

type NumberEditor = Extract<SettingEditor, { kind: 'number' }>;

function NumberField({ name, editing, isDisabled, editor }: EditedFieldProps & { editor: NumberEditor }) {
  const t = useTranslations('policies.units');
  // Seconds are told and typed as minutes, unless a script has saved a time that is not whole minutes.
  const saved = editing.base.settings.MaxInactivityTimeDeviceLock;
  const isMinutes = editor.unit === 'seconds' && (saved === null || isWholeMinutes(saved));
  return (
    <WholeNumberField
      name={name}
      editing={editing}
      isDisabled={isDisabled}
      unit={t(isMinutes ? 'minutes' : editor.unit)}
      scale={isMinutes ? SECONDS_PER_MINUTE : 1}
    />
  );
}

interface WholeNumberFieldProps extends EditedFieldProps {
  unit: string;
  /** What is stored for one of what is typed. */
  scale?: number;
}

/** A whole number with its unit, and the error that says which numbers are right. */
export function WholeNumberField(props: WholeNumberFieldProps): ReactNode {
  const { name, editing, isDisabled, unit, scale = 1 } = props;
  const t = useTranslations(`policies.fields.${name}`);
  const value = editing.draft[name];
  const stored = typeof value === 'number' ? value : null;
  return (
    <Field label={t('label')} hint={t('hint')} error={editing.issues.has(name) ? t('problem') : undefined}>
      <NumberInput
        value={stored === null ? null : stored / scale}
        unit={unit}
        disabled={isDisabled}
        onValueChange={(typed) => change(editing, name, typed === null ? null : typed * scale)}
      />
    </Field>
  );
}

function change(editing: PolicyEditing, name: DraftName, value: boolean | number | null) {
  // Each control is used for settings of its own kind only: the catalogue names the kind, and a test holds it to the contract.
  editing.change(name, value as PolicyDraft[typeof name]);
}
