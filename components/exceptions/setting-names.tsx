'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { PolicySettingName } from '@/lib/domain/policies/contract';

const TOLD = 3;

/** From what an exception exempts, in a line: everything, or the settings by name, the rest of many counted. */
export function SettingNames({ settings }: { settings: readonly PolicySettingName[] }) {
  const t = useTranslations('exceptions');
  const labels = useTranslations('policies.fields');
  const format = useFormatter();
  if (settings.length === 0) return t('scopeAll');
  const names = settings.map((name) => labels(`${name}.label`));
  const told = names.slice(0, TOLD);
  const rest = names.length - told.length;
  const list = format.list(rest > 0 ? [...told, t('more', { count: rest })] : told, { type: 'unit' });
  return <span title={rest > 0 ? names.join(', ') : undefined}>{t('scopeSettings', { settings: list })}</span>;
}
