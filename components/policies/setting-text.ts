'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { DraftName, DraftValue } from '@/components/policies/policy-draft';
import { settingCatalog, type SettingEditor } from '@/components/policies/setting-catalog';

type NumberUnit = Extract<SettingEditor, { kind: 'number' }>['unit'];

/** Of a list, so many entries are told; the others are counted. */
const TOLD_ENTRIES = 5;

/** What people read and type instead of the unit that is stored, where a value is a whole number of it. */
const larger: Partial<Record<NumberUnit, { unit: 'minutes' | 'kilobytes'; scale: number }>> = {
  seconds: { unit: 'minutes', scale: 60 },
  bytes: { unit: 'kilobytes', scale: 1024 },
};

/** The unit in which a stored value can be told as a whole number, and how much of the stored unit one of it is. */
export function unitFor(
  unit: NumberUnit,
  value: number | null,
): { unit: NumberUnit | 'minutes' | 'kilobytes'; scale: number } {
  const found = larger[unit];
  return found && (value === null || value % found.scale === 0) ? found : { unit, scale: 1 };
}

interface TextTools {
  t: ReturnType<typeof useTranslations<'policies'>>;
  format: Pick<ReturnType<typeof useFormatter>, 'list'>;
}

/** Gives the function that tells a setting's value in words: "6 characters", "no limit", "off". */
export function useSettingText(): (name: DraftName, value: DraftValue) => string {
  const t = useTranslations('policies');
  const format = useFormatter();
  return (name, value) => settingText({ t, format }, name, value);
}

/** A setting's value in words. */
export function settingText({ t, format }: TextTools, name: DraftName, value: DraftValue): string {
  if (typeof value === 'boolean') return t(value ? 'values.on' : 'values.off');
  if (typeof value === 'string') return value === '' ? t('values.empty') : value;
  const isNone = value === null || Number.isNaN(value) || (Array.isArray(value) && value.length === 0);
  if (isNone) return t.has(`fields.${name}.none`) ? t(`fields.${name}.none`) : t('values.empty');
  if (Array.isArray(value)) {
    const told = value.slice(0, TOLD_ENTRIES);
    const entries = value.length > TOLD_ENTRIES ? `${told.join(', ')} …` : format.list(told, { type: 'unit' });
    return t('values.entries', { count: value.length, entries });
  }
  const editor = settingCatalog.find((setting) => setting.name === name)?.editor;
  if (editor?.kind === 'choice') return t(`fields.${name}.choices.${value}`);
  const { unit, scale } = unitFor(editor?.kind === 'number' ? editor.unit : 'characters', value);
  return t(`values.${unit}`, { count: value / scale });
}
