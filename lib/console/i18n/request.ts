import { getRequestConfig } from 'next-intl/server';
import { cookies, headers } from 'next/headers';
import { LOCALE_COOKIE, TIME_ZONE_COOKIE, chooseLocale, chooseTimeZone, type Locale } from '@/lib/console/i18n/locale';
import { loadMessages } from '@/lib/console/i18n/messages';

/** Language, texts and time zone of a page request. The address carries no language: links mean the same to everybody. */
export default getRequestConfig(async ({ locale: asked }) => {
  const [cookieStore, headerStore] = await Promise.all([cookies(), headers()]);
  const chosen = asked ?? cookieStore.get(LOCALE_COOKIE)?.value;
  const locale: Locale = chooseLocale(chosen, headerStore.get('accept-language'));
  return {
    locale,
    messages: await loadMessages(locale),
    timeZone: chooseTimeZone(cookieStore.get(TIME_ZONE_COOKIE)?.value),
    now: new Date(),
  };
});
