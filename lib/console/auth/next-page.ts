const HOME = '/mobileadmin';
const SIGN_IN = '/mobileadmin/sign-in';

/** Address of the sign-in page that leads to `path` afterwards. */
export function signInUrl(path: string): string {
  return path === HOME ? SIGN_IN : `${SIGN_IN}?next=${encodeURIComponent(path)}`;
}

/**
 * Where to go after signing in: a page of this console, or the overview. Whatever would lead to another site or back
 * to the sign-in page is not followed: the address comes from a link that anybody can write.
 */
export function nextPage(next: string | string[] | undefined): string {
  if (typeof next !== 'string' || !next.startsWith('/') || next.length > 2000) return HOME;
  const base = 'http://console.invalid';
  const url = URL.canParse(next, base) ? new URL(next, base) : null;
  const isOurs = url?.origin === base && /^\/mobileadmin(\/|$)/.test(url.pathname);
  if (!url || !isOurs || url.pathname === SIGN_IN) return HOME;
  return url.pathname + url.search + url.hash;
}
