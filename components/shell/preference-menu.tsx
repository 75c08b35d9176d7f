'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { chooseTheme, rememberPreference, type Theme } from '@/components/patterns/preferences';
import { MenuRadioGroup } from '@/components/ui/dropdown-menu';
import { LOCALE_COOKIE, locales } from '@/lib/console/i18n/locale';

/** Language of the console; the page is rendered anew in it. Stands in a menu. */
export function LanguageMenuGroup() {
  const t = useTranslations('shell.user');
  const locale = useLocale();
  const router = useRouter();
  return (
    <MenuRadioGroup
      label={t('language')}
      value={locale}
      options={locales.map((value) => ({ value, label: t(value) }))}
      onValueChange={(chosen) => {
        rememberPreference(LOCALE_COOKIE, chosen);
        router.refresh();
      }}
    />
  );
}

const themeIcon = { system: Monitor, light: Sun, dark: Moon };

/** Light, dark, or as the system says; takes effect at once. Stands in a menu. */
export function ThemeMenuGroup({ initialTheme }: { initialTheme: Theme }) {
  const t = useTranslations('shell.user');
  const [theme, setTheme] = useState(initialTheme);
  return (
    <MenuRadioGroup
      label={t('theme')}
      value={theme}
      options={(['system', 'light', 'dark'] as const).map((value) => ({
        value,
        label: t(value),
        icon: themeIcon[value],
      }))}
      onValueChange={(chosen) => {
        setTheme(chosen);
        chooseTheme(chosen);
      }}
    />
  );
}
