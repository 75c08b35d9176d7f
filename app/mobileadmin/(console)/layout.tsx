import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { readTheme, THEME_COOKIE } from '@/components/patterns/preferences';
import { AppShell } from '@/components/shell/app-shell';
import { LiveUpdates } from '@/components/shell/live-updates';
import { SessionKeeper } from '@/components/shell/session-keeper';
import { requireContext } from '@/lib/console/session';
import { visiblePages } from './visible-pages';

/** Frame of every page behind the sign-in. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const [{ actor }, cookieStore] = await Promise.all([requireContext(), cookies()]);
  if (actor.kind !== 'person') redirect('/mobileadmin/sign-in');
  return (
    <AppShell
      person={{ name: actor.name, role: actor.role }}
      pages={visiblePages(actor.role)}
      theme={readTheme(cookieStore.get(THEME_COOKIE)?.value)}
      connection={<LiveUpdates />}
    >
      <SessionKeeper />
      {children}
    </AppShell>
  );
}
