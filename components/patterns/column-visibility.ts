'use client';

import { useState } from 'react';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * Which columns a person chose, remembered in a cookie so that the server renders the same table at once.
 * Only differences from the defaults are kept. `initial` comes from `readColumnVisibility` in the page.
 */
export function useColumnVisibility(cookieName: string, initial: Readonly<Record<string, boolean>>) {
  const [visibility, setVisibility] = useState(initial);

  function change(next: Readonly<Record<string, boolean>>) {
    setVisibility(next);
    document.cookie = `${cookieName}=${encodeURIComponent(JSON.stringify(next))}; path=/mobileadmin; max-age=${YEAR_SECONDS}; samesite=lax`;
  }
  return [visibility, change] as const;
}
