'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { TimeZoneField, type TimeZones } from '@/components/settings/time-zone-field';
import { chooseTheme, rememberPreference, themes, type Theme } from '@/components/patterns/preferences';
import { RadioGroup } from '@/components/ui/radio-group';
import { Section } from '@/components/ui/section';
import { LOCALE_COOKIE, locales } from '@/lib/console/i18n/locale';

interface PreferencesSectionProps {
  theme: Theme;
  timeZones: TimeZones;
}

/** Language, appearance and time zone; kept in this browser, at once. */
export function PreferencesSection({ theme: initialTheme, timeZones }: PreferencesSectionProps) {
  const t = useTranslations('settings.preferences');
  const names = useTranslations('shell.user');
  const locale = useLocale();
  const router = useRouter();
  const [theme, setTheme] = useState(initialTheme);
  return (
    <Section id="preferences" title={t('title')} description={t('description')}>
      <div className="flex flex-col gap-5">
        <RadioGroup
          legend={names('language')}
          name="locale"
          isInline
          value={locales.find((one) => one === locale) ?? null}
          options={locales.map((value) => ({ value, label: <span lang={value}>{names(value)}</span> }))}
          onValueChange={(chosen) => {
            rememberPreference(LOCALE_COOKIE, chosen);
            router.refresh();
          }}
        />
        <RadioGroup
          legend={names('theme')}
          name="theme"
          isInline
          value={theme}
          options={themes.map((value) => ({ value, label: names(value) }))}
          onValueChange={(chosen) => {
            setTheme(chosen);
            chooseTheme(chosen);
          }}
        />
        <TimeZoneField {...timeZones} />
      </div>
    </Section>
  );
}
