'use client';

import { Languages } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Theme } from '@/components/patterns/preferences';
import { LanguageMenuGroup, ThemeMenuGroup } from '@/components/shell/preference-menu';
import { Button } from '@/components/ui/button';
import { DropdownMenu, MenuSeparator } from '@/components/ui/dropdown-menu';

/** Language and appearance for those who are not signed in. */
export function EntryPreferences({ theme }: { theme: Theme }) {
  const t = useTranslations('shell.user');
  return (
    <DropdownMenu
      trigger={
        <Button variant="ghost" size="sm" icon={Languages}>
          {t('preferences')}
        </Button>
      }
    >
      <LanguageMenuGroup />
      <MenuSeparator />
      <ThemeMenuGroup initialTheme={theme} />
    </DropdownMenu>
  );
}
