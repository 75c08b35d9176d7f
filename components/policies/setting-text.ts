'use client';

import { useTranslations } from 'next-intl';
import type { DraftName, DraftValue } from '@/components/policies/policy-draft';
import { settingCatalog } from '@/components/policies/setting-catalog';

const SECONDS_PER_MINUTE = 60;

/** True if a number of seconds can be edited and told in whole minutes. */
export const isWholeMinutes = (seconds: number) => seconds % SECONDS_PER_MINUTE === 0;

/** Gives the function that tells a setting's value in words: "6 characters", "no limit", "off". */
export function useSettingText(): (name: DraftName, value: DraftValue) => string {
  const t = useTranslations('policies');
  return (name, value) => {
    if (typeof value === 'boolean') return t(value ? 'values.on' : 'values.off');
    if (typeof value === 'string') return value === '' ? t('values.empty') : value;
    if (value === null || Number.isNaN(value))
      return t.has(`fields.${name}.none`) ? t(`fields.${name}.none`) : t('values.empty');
    if (name === 'refreshIntervalHours') return t('values.hours', { count: value });
    if (name === 'MinDevicePasswordComplexCharacters') return t(`fields.${name}.value`, { count: value });
    return numberText(t, unitOf(name, value), value);
  };
}

function numberText(t: ReturnType<typeof useTranslations<'policies'>>, unit: string, value: number): string {
  const count = unit === 'minutes' ? value / SECONDS_PER_MINUTE : value;
  return t(`values.${unit}`, { count });
}

function unitOf(name: DraftName, value: number): string {
  const editor = settingCatalog.find((setting) => setting.name === name)?.editor;
  const unit = editor?.kind === 'number' ? editor.unit : 'characters';
  return unit === 'seconds' && isWholeMinutes(value) ? 'minutes' : unit;
}
