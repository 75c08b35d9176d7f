'use client';

import { useRouter } from 'next/navigation';
import { useTimeZone } from 'next-intl';
import { useEffect } from 'react';
import { rememberPreference } from '@/components/patterns/preferences';
import { TIME_ZONE_COOKIE } from '@/lib/console/i18n/locale';

/**
 * Tells the server the browser's time zone, which no request carries: at the first visit, and after a journey. Until
 * then the server writes its dates in UTC, so the page is rendered once more.
 */
export function TimeZoneKeeper() {
  const shown = useTimeZone();
  const router = useRouter();
  useEffect(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const isKnown = document.cookie.split('; ').includes(`${TIME_ZONE_COOKIE}=${encodeURIComponent(here)}`);
    if (here === shown || isKnown) return;
    rememberPreference(TIME_ZONE_COOKIE, here);
    router.refresh();
  }, [shown, router]);
  return null;
}
