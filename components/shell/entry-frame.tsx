/* <EntryFrame title intro>…</EntryFrame>: frame of the pages before sign-in; language and appearance can be chosen. */
import type { ReactNode } from 'react';
import type { Theme } from '@/components/patterns/preferences';
import { Brand } from '@/components/shell/brand';
import { EntryPreferences } from '@/components/shell/entry-preferences';

interface EntryFrameProps {
  title: ReactNode;
  intro?: ReactNode;
  theme: Theme;
  children: ReactNode;
}

/** One narrow column: what this is, what to do. */
export function EntryFrame({ title, intro, theme, children }: EntryFrameProps) {
  return (
    <div className="flex min-h-dvh flex-col items-center justify-center gap-4 p-4">
      <main className="w-full max-w-sm rounded-lg border border-line bg-surface p-6">
        <Brand className="mb-5" />
        <h1 className="text-xl font-semibold">{title}</h1>
        {intro && <p className="pt-1 text-muted">{intro}</p>}
        <div className="pt-4">{children}</div>
      </main>
      <EntryPreferences theme={theme} />
    </div>
  );
}
