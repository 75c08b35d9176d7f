import { TIME_ZONE_COOKIE } from '@/lib/console/i18n/locale';

/** How the console looks to a person. Kept in cookies, so that the server renders it right at once. */
export const THEME_COOKIE = 'theme';
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** The theme in the cookie; anything else means "as in the system". */
export function readTheme(cookieValue: string | undefined): Theme {
  return themes.find((theme) => theme === cookieValue) ?? 'system';
}

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Remembers a choice in this browser for a year. In the browser only. */
export function rememberPreference(cookieName: string, value: string): void {
  const secure = window.location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${cookieName}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`;
}

/** Remembers the theme and shows the page in it at once. In the browser only. */
export function chooseTheme(theme: Theme): void {
  rememberPreference(THEME_COOKIE, theme);
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Cookie that says the time zone was chosen by hand and does not follow the browser. */
export const FIXED_TIME_ZONE_COOKIE = 'timeZoneFixed';

/** Keeps dates in this time zone wherever the browser is; null: in the browser's. The page is to be rendered anew. */
export function chooseTimeZoneByHand(timeZone: string | null): void {
  rememberPreference(FIXED_TIME_ZONE_COOKIE, timeZone === null ? '' : '1');
  rememberPreference(TIME_ZONE_COOKIE, timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
}
