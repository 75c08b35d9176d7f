import { createTranslator } from 'next-intl';
import { LOCALE_COOKIE, chooseLocale, type Locale } from '@/lib/console/i18n/locale';
import { loadMessages } from '@/lib/console/i18n/messages';
import { cookiesOf } from '@/lib/console/http/cookies';

/** The heads of an export, in the language asked for, else in that of the person. */
export async function exportHeads(
  headers: Headers,
  lang: Locale | undefined,
  columns: readonly string[],
): Promise<string[]> {
  const locale = chooseLocale(lang ?? cookiesOf(headers)[LOCALE_COOKIE], headers.get('accept-language'));
  const t = createTranslator({ locale, messages: await loadMessages(locale), namespace: 'export' });
  return columns.map((column) => t(column));
}
