'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import type { AddExceptionForm } from '@/components/exceptions/add-exception-form';
import { matchesSearch } from '@/components/patterns/matches-search';
import { Checkbox } from '@/components/ui/checkbox';
import { Field, FieldError } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { TextInput } from '@/components/ui/text-input';
import { PolicySettingName } from '@/lib/domain/policies/contract';

/** From what: everything, or named settings, which can be searched for by what the policy editor calls them. */
export function ScopeField({ form }: { form: AddExceptionForm }) {
  const t = useTranslations('exceptions.add');
  const { values, set } = form;
  return (
    <div className="flex flex-col gap-2">
      <RadioGroup
        legend={t('scope')}
        name="scope"
        value={values.scope}
        onValueChange={(scope) => set({ scope })}
        options={[
          { value: 'all', label: t('scopeAll') },
          { value: 'settings', label: t('scopeSettings') },
        ]}
      />
      {values.scope === 'settings' && <SettingChoice form={form} />}
    </div>
  );
}

function SettingChoice({ form }: { form: AddExceptionForm }) {
  const t = useTranslations('exceptions.add');
  const labels = useTranslations('policies.fields');
  const errorId = useId();
  const [search, setSearch] = useState('');
  const { values, set, errors } = form;
  const found = PolicySettingName.options.filter((name) => matchesSearch(search, [labels(`${name}.label`), name]));
  const toggle = (name: PolicySettingName, isChosen: boolean) =>
    set({ settings: isChosen ? [...values.settings, name] : values.settings.filter((each) => each !== name) });
  return (
    <fieldset
      aria-describedby={errors.settings ? `${errorId}-error` : undefined}
      className="flex min-w-0 flex-col gap-2 ps-6"
    >
      <legend className="sr-only">{t('settings')}</legend>
      <Field label={t('settingsSearch')} isLabelHidden>
        <TextInput
          type="search"
          placeholder={t('settingsSearch')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </Field>
      <ScrollRegion label={t('settings')} className="max-h-48 overflow-auto rounded-md border border-line p-2">
        {found.length === 0 && <p className="text-muted">{t('settingsNoMatch')}</p>}
        {found.map((name) => (
          <Checkbox
            key={name}
            className="flex"
            label={labels(`${name}.label`)}
            checked={values.settings.includes(name)}
            onCheckedChange={(isChosen) => toggle(name, isChosen)}
          />
        ))}
      </ScrollRegion>
      <p className="text-muted">{t('settingsChosen', { count: values.settings.length })}</p>
      {errors.settings && <FieldError id={`${errorId}-error`}>{errors.settings}</FieldError>}
    </fieldset>
  );
}
