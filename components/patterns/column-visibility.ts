'use client';

import { useState } from 'react';
import { rememberPreference } from '@/components/patterns/preferences';

/**
 * Which columns a person chose, remembered in a cookie so that the server renders the same table at once.
 * Only differences from the defaults are kept. `initial` comes from `readColumnVisibility` in the page.
 */
export function useColumnVisibility(cookieName: string, initial: Readonly<Record<string, boolean>>) {
  const [visibility, setVisibility] = useState(initial);

  function change(next: Readonly<Record<string, boolean>>) {
    setVisibility(next);
    rememberPreference(cookieName, JSON.stringify(next));
  }
  return [visibility, change] as const;
}
