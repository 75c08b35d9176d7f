'use client';

/*
 * <AppShell person={{ name, role }} pages={['overview', 'devices', …]} theme="system" connection={…}>page</AppShell>
 * `pages`: what the role may see, made on the server from its permissions. Hiding is courtesy; the domain decides.
 */
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Theme } from '@/components/patterns/preferences';
import { Brand } from '@/components/shell/brand';
import type { PageId } from '@/components/shell/navigation';
import { NavigationDrawer } from '@/components/shell/navigation-drawer';
import { NavigationList } from '@/components/shell/navigation-list';
import { UserMenu, type SignedInPerson } from '@/components/shell/user-menu';

interface AppShellProps {
  person: SignedInPerson;
  pages: readonly PageId[];
  theme: Theme;
  /** Says when live updates are interrupted. */
  connection?: ReactNode;
  children: ReactNode;
}

/** Frame of every signed-in page: skip link, navigation, who is signed in, content. */
export function AppShell({ person, pages, theme, connection, children }: AppShellProps) {
  const t = useTranslations('shell');
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed start-2 top-2 z-60 -translate-y-16 rounded-md bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      >
        {t('skip')}
      </a>

      <header className="sticky top-0 z-30 flex items-center gap-2 border-b border-line bg-surface px-2 py-1.5 md:hidden">
        <NavigationDrawer pages={pages} />
        <Brand className="flex-1" />
        <UserMenu person={person} theme={theme} isNarrow />
      </header>

      <aside className="sticky top-0 hidden h-dvh flex-col gap-4 overflow-y-auto border-e border-line bg-surface p-3 md:flex">
        <Brand className="px-2.5 pt-1 text-base" />
        <NavigationList pages={pages} />
        <div className="mt-auto flex flex-col gap-2 border-t border-line pt-3">
          <UserMenu person={person} theme={theme} />
        </div>
      </aside>

      <main id="content" tabIndex={-1} className="min-w-0 px-4 py-4 focus:outline-none md:px-6 md:py-5">
        {connection}
        {children}
      </main>
    </div>
  );
}
