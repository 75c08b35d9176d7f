'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { isSameValue, toDraft, type PolicyDraft } from '@/components/policies/policy-draft';
import type { PolicyEditing } from '@/components/policies/policy-editing';
import type { Setting, SettingEditor, SettingName } from '@/components/policies/setting-catalog';
import { unitFor } from '@/components/policies/setting-text';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';

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
  if (editor.kind === 'switch') return <SwitchField {...common} />;
  if (editor.kind === 'choice') return <ChoiceField {...common} values={editor.values} />;
  if (editor.kind === 'list') return <ListField {...common} />;
  return <NumberField {...common} editor={editor} />;
}

interface EditedFieldProps {
  name: SettingName;
  editing: PolicyEditing;
  isDisabled: boolean;
}

function SwitchField({ name, editing, isDisabled }: EditedFieldProps) {
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
        options={values.map((value) => ({ value: String(value), label: t(`choices.${value}`) }))}
        onValueChange={(value) => change(editing, name, Number(value))}
      />
    </Field>
  );
}

type NumberEditor = Extract<SettingEditor, { kind: 'number' }>;

/** A whole number with its unit, and the error that says which numbers are right. */
function NumberField({ name, editing, isDisabled, editor }: EditedFieldProps & { editor: NumberEditor }) {
  const t = useTranslations(`policies.fields.${name}`);
  const units = useTranslations('policies.units');
  // Told and typed in the larger unit, unless a script has saved a value that is not a whole number of it.
  const { unit, scale } = unitFor(editor.unit, asNumber(toDraft(editing.base)[name]));
  const stored = asNumber(editing.draft[name]);
  return (
    <Field label={t('label')} hint={t('hint')} error={editing.issues.has(name) ? t('problem') : undefined}>
      <NumberInput
        value={stored === null ? null : stored / scale}
        unit={units(unit)}
        disabled={isDisabled}
        onValueChange={(typed) => change(editing, name, typed === null ? null : typed * scale)}
      />
    </Field>
  );
}

const asNumber = (value: unknown) => (typeof value === 'number' ? value : null);

/** One entry a line. What is typed stays as it is; what is stored has neither empty lines nor blanks around entries. */
function ListField({ name, editing, isDisabled }: EditedFieldProps) {
  const t = useTranslations(`policies.fields.${name}`);
  const value = editing.draft[name];
  const entries = Array.isArray(value) ? value : [];
  const [text, setText] = useState(entries.join('\n'));
  const shown = isSameValue(readLines(text), entries) ? text : entries.join('\n');
  const issue = editing.issues.get(name);
  const line = typeof issue === 'number' ? lineOf(shown, issue) : null;
  const problem = line === null ? t('problem') : t('lineProblem', { line });
  return (
    <Field label={t('label')} hint={t('hint')} error={issue === undefined ? undefined : problem}>
      <Textarea
        rows={Math.min(10, Math.max(3, entries.length + 1))}
        className="max-w-xl font-mono"
        spellCheck={false}
        autoCapitalize="none"
        value={shown}
        disabled={isDisabled}
        onChange={(event) => {
          setText(event.target.value);
          change(editing, name, readLines(event.target.value));
        }}
      />
    </Field>
  );
}

const readLines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Number of the line, as people count, that holds an entry: empty lines are lines too. */
function lineOf(text: string, entry: number): number {
  const filled = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [index + 1]));
  return filled[entry] ?? entry + 1;
}

function change(editing: PolicyEditing, name: SettingName, value: boolean | number | null | string[]) {
  // Each control is used for settings of its own kind only: the catalogue names the kind, and a test holds it to the contract.
  editing.change(name, value as PolicyDraft[typeof name]);
}
