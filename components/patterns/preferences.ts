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
