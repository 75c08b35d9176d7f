'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { useSettingText } from '@/components/policies/setting-text';
import { settingDefaults } from '@/components/policies/setting-catalog';
import type { Column } from '@/components/patterns/column';
import { DataTable } from '@/components/patterns/data-table';
import { AbsoluteTime } from '@/components/patterns/relative-time';
import { Badge } from '@/components/ui/badge';
import { Code } from '@/components/ui/code';
import { RadioGroup } from '@/components/ui/radio-group';
import type { EffectivePolicyView, EffectiveSetting } from '@/lib/domain/policies/contract';

const isDemand = ({ name, value, policyValue }: EffectiveSetting) =>
  [value, policyValue].some((each) => JSON.stringify(each) !== JSON.stringify(settingDefaults[name]));

/** Each value and where it comes from; at first only those that demand something, or would without an exception. */
export function EffectiveSettings({ view }: { view: EffectivePolicyView }) {
  const t = useTranslations('policies.effective');
  const [shown, setShown] = useState<'demands' | 'all'>('demands');
  const columns = useColumns();
  const rows = shown === 'all' ? view.settings : view.settings.filter(isDemand);
  return (
    <section aria-labelledby="effective-settings" className="flex min-w-0 flex-col gap-2">
      <h2 id="effective-settings" className="font-semibold">
        {t('settings')}
      </h2>
      <RadioGroup
        legend={t('shown')}
        isLegendHidden
        isInline
        name="shown"
        value={shown}
        onValueChange={setShown}
        options={[
          { value: 'demands', label: t('shownDemands') },
          { value: 'all', label: t('shownAll', { count: view.settings.length }) },
        ]}
      />
      {rows.length === 0 ? (
        <p className="text-muted">{t('nothingDemanded')}</p>
      ) : (
        <DataTable caption={t('settingsCaption')} columns={columns} rows={rows} rowKey={byName} isCompact />
      )}
    </section>
  );
}

const byName = ({ name }: EffectiveSetting) => name;

function useColumns(): Column<EffectiveSetting>[] {
  const t = useTranslations('policies.effective');
  const labels = useTranslations('policies.fields');
  const text = useSettingText();
  return useMemo(
    () => [
      {
        id: 'setting',
        header: t('setting'),
        isRowHeader: true,
        cell: ({ name }) => (
          <span className="flex flex-col">
            <span>{labels(`${name}.label`)}</span>
            <Code className="font-normal text-muted">{name}</Code>
          </span>
        ),
      },
      {
        id: 'value',
        header: t('value'),
        cell: ({ name, value, policyValue, isCarried }) => (
          <span className="flex flex-col items-start">
            <span>{text(name, value)}</span>
            {JSON.stringify(value) !== JSON.stringify(policyValue) && (
              <span className="text-muted">{t('insteadOf', { value: text(name, policyValue) })}</span>
            )}
            {!isCarried && <Badge tone="warning">{t('notCarried')}</Badge>}
          </span>
        ),
      },
      {
        id: 'origin',
        header: t('comesFrom'),
        cell: ({ origin, exceptionEndsAt }) => (
          <span className="flex flex-col">
            <span>{t(`valueOrigins.${origin}`)}</span>
            {origin === 'exception' && exceptionEndsAt && (
              <span className="text-muted">{t.rich('until', { at: () => <AbsoluteTime at={exceptionEndsAt} /> })}</span>
            )}
          </span>
        ),
      },
    ],
    [t, labels, text],
  );
}
