import { NextResponse, type NextRequest } from 'next/server';
import { signInUrl } from '@/lib/console/auth/next-page';
import { sessionCookieNames } from '@/lib/console/auth/session-cookie';
import { contentSecurityPolicy } from '@/lib/console/http/content-security-policy';
import { PAGE_PATH_HEADER } from '@/lib/console/http/page-path';

/** Pages that people open before they are signed in. */
const openPages = /^\/mobileadmin\/(sign-in|join\/[^/]+)$/;
/** The address of the console's ancestor, as bookmarks and old manuals spell it. */
const formerAddress = /^\/mobileadmin\/devices\.aspx$/i;

function redirectTo(request: NextRequest, path: string, status: 307 | 308): NextResponse {
  return NextResponse.redirect(new URL(path, request.url), status);
}

/**
 * Leads signed-out visitors to the sign-in page and old addresses to the device list, and gives every page its content
 * security policy. A courtesy, not a protection: who may see what is decided by the domain at every request.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (pathname === '/') return redirectTo(request, '/mobileadmin/devices', 307);
  if (formerAddress.test(pathname)) return redirectTo(request, '/mobileadmin/devices', 308);

  const hasSession = sessionCookieNames.some((name) => request.cookies.has(name));
  const isPage = /^\/mobileadmin(\/|$)/.test(pathname);
  if (isPage && !hasSession && !openPages.test(pathname)) {
    return redirectTo(request, signInUrl(pathname + search), 307);
  }

  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()), import.meta.env.DEV);
  const headers = new Headers(request.headers);
  // Next takes the nonce for its own scripts from here.
  headers.set('content-security-policy', policy);
  headers.set(PAGE_PATH_HEADER, pathname + search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = {
  // Not the API, which answers no pages, nor static files.
  matcher: ['/((?!api/|_next/static/|_next/image|favicon|icon|robots.txt).*)'],
};
