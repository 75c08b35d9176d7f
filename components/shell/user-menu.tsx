'use client';

import { useMutation } from '@tanstack/react-query';
import { CircleUserRound, LogOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Theme } from '@/components/patterns/preferences';
import { useProblemText } from '@/components/patterns/problem-text';
import { LanguageMenuGroup, ThemeMenuGroup } from '@/components/shell/preference-menu';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { DropdownMenu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu';
import { signOutMutation } from '@/lib/console/auth/queries';
import type { Role } from '@/lib/domain/people/contract';

export interface SignedInPerson {
  name: string;
  role: Role;
}

interface UserMenuProps {
  person: SignedInPerson;
  theme: Theme;
  /** On small screens the button shows its icon only. */
  isNarrow?: boolean;
}

/** Who is signed in, with language, appearance and the way out. */
export function UserMenu({ person, theme, isNarrow }: UserMenuProps) {
  const t = useTranslations('shell.user');
  const roles = useTranslations('common.roles');
  const role = roles(person.role);
  const announce = useAnnounce();
  const problemText = useProblemText();
  const signOut = useMutation({
    ...signOutMutation,
    // As a document: nothing that was in memory of this session stays.
    onSuccess: () => window.location.assign('/mobileadmin/sign-in'),
    onError: (error) => announce(problemText(error), 'danger'),
  });
  return (
    <DropdownMenu
      align={isNarrow ? 'end' : 'start'}
      trigger={
        <Button
          variant="ghost"
          icon={CircleUserRound}
          aria-label={t('menu', { name: person.name, role })}
          className={isNarrow ? 'w-9 px-0' : 'w-full justify-start px-2 text-start'}
        >
          {!isNarrow && (
            <span className="flex min-w-0 flex-col">
              <span className="truncate">{person.name}</span>
              <span className="text-xs font-normal text-muted">{role}</span>
            </span>
          )}
        </Button>
      }
    >
      <LanguageMenuGroup />
      <MenuSeparator />
      <ThemeMenuGroup initialTheme={theme} />
      <MenuSeparator />
      <MenuItem icon={LogOut} onSelect={() => signOut.mutate()}>
        {t('signOut')}
      </MenuItem>
    </DropdownMenu>
  );
}
