/** The languages of the console, the default first. */
export const locales = ['en', 'de'] as const;
export type Locale = (typeof locales)[number];

/** Cookie that keeps the language a person chose; without it the browser's wish decides. */
export const LOCALE_COOKIE = 'locale';
/** Cookie with the IANA name of the time zone that dates are shown in. */
export const TIME_ZONE_COOKIE = 'timeZone';

const MAX_RANGES = 30;

const isLocale = (value: string | undefined): value is Locale => locales.some((locale) => locale === value);

/** Language ranges of an Accept-Language header, best first, without their country: `de-AT;q=0.8` counts as `de`. */
function wishes(acceptLanguage: string): string[] {
  return acceptLanguage
    .split(',', MAX_RANGES)
    .map((part) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { language: range.split('-')[0] ?? '', quality: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ language }) => language);
}

/** The language to answer in: what the person chose, else what the browser asks for, else English. */
export function chooseLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen;
  return wishes(acceptLanguage ?? '').find(isLocale) ?? locales[0];
}

/** The time zone to show dates in: the one given if this runtime knows it, else UTC. */
export function chooseTimeZone(chosen: string | undefined): string {
  if (!chosen) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: chosen }).resolvedOptions().timeZone;
  } catch (error) {
    // An unknown zone is not worth an error page: the cookie may come from a newer browser.
    if (error instanceof RangeError) return 'UTC';
    throw error;
  }
}
