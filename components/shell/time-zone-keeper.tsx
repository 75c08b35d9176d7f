'use client';

import { useRouter } from 'next/navigation';
import { useTimeZone } from 'next-intl';
import { useEffect } from 'react';
import { FIXED_TIME_ZONE_COOKIE, rememberPreference } from '@/components/patterns/preferences';
import { TIME_ZONE_COOKIE } from '@/lib/console/i18n/locale';

/**
 * Tells the server the browser's time zone, which no request carries: at the first visit, and after a journey. Until
 * then the server writes its dates in UTC, so the page is rendered once more. One that was chosen by hand is left alone.
 */
export function TimeZoneKeeper() {
  const shown = useTimeZone();
  const router = useRouter();
  useEffect(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const cookies = document.cookie.split('; ');
    const isKnown = cookies.includes(`${TIME_ZONE_COOKIE}=${encodeURIComponent(here)}`);
    const isFixed = cookies.includes(`${FIXED_TIME_ZONE_COOKIE}=1`);
    if (here === shown || isKnown || isFixed) return;
    rememberPreference(TIME_ZONE_COOKIE, here);
    router.refresh();
  }, [shown, router]);
  return null;
}
