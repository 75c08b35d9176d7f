'use client';

import { useTranslations } from 'next-intl';
import { AutoBlockFields } from '@/components/access/auto-block-fields';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { MinProtocolVersion, type AccessSettings } from '@/lib/domain/access/contract';
import { AccessLevel } from '@/lib/domain/devices/contract';

interface SettingsFieldsProps {
  settings: AccessSettings;
  canManage: boolean;
  onChange: (change: Partial<AccessSettings>) => void;
}

const NO_MINIMUM = 'none';

/** What holds for every device, and what the owner of a quarantined one reads. */
export function SettingsFields({ settings, canManage, onChange }: SettingsFieldsProps) {
  const t = useTranslations('access');
  return (
    <div className="flex flex-col gap-4">
      <fieldset disabled={!canManage} className="grid gap-4 sm:grid-cols-3 sm:items-end">
        <legend className="sr-only">{t('settings.title')}</legend>
        <Field label={t('settings.defaultLevel')} hint={t('settings.defaultLevelHint')}>
          <Select
            value={settings.defaultLevel}
            onValueChange={(defaultLevel) => onChange({ defaultLevel })}
            options={AccessLevel.options.map((value) => ({ value, label: t(`levels.${value}`) }))}
          />
        </Field>
        <Field label={t('settings.maxDevices')} hint={t('settings.maxDevicesHint')}>
          <NumberInput
            min={1}
            max={100}
            value={settings.maxDevices}
            onValueChange={(maxDevices) => onChange({ maxDevices })}
          />
        </Field>
        <Field label={t('settings.minProtocolVersion')} hint={t('settings.minProtocolVersionHint')}>
          <Select
            value={settings.minProtocolVersion ?? NO_MINIMUM}
            onValueChange={(value) => onChange({ minProtocolVersion: value === NO_MINIMUM ? null : value })}
            options={[
              { value: NO_MINIMUM, label: t('settings.noMinimum') },
              ...MinProtocolVersion.options.map((value) => ({ value, label: value })),
            ]}
          />
        </Field>
        <div className="grid gap-4 sm:col-span-3 sm:grid-cols-2">
          {(['noticeEn', 'noticeDe'] as const).map((name) => (
            <Field key={name} label={t(`settings.${name}`)} hint={t('settings.noticeHint')}>
              <Textarea
                rows={3}
                maxLength={2000}
                value={settings[name]}
                onChange={(event) => onChange({ [name]: event.target.value })}
              />
            </Field>
          ))}
        </div>
      </fieldset>
      <AutoBlockFields
        autoBlock={settings.autoBlock}
        canManage={canManage}
        onChange={(autoBlock) => onChange({ autoBlock })}
      />
    </div>
  );
}
