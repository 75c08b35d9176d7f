import { sessionCookieName } from '@/lib/console/auth/session-cookie';
import { readSessionToken } from '@/lib/console/auth/session-token';
import { isSameOrigin } from '@/lib/console/http/same-origin';
import { isSecure, type ConsoleRuntime } from '@/lib/console/runtime';
import type { Actor } from '@/lib/domain/context';
import { loadSessionPerson } from '@/lib/domain/people/load-session-person';
import { authenticateToken } from '@/lib/domain/tokens/authenticate-token';
import { DomainError } from '@/lib/errors/domain-error';

export interface Credentials {
  readonly headers: Headers;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** Of an HTTP request; pages are read with GET. */
  readonly method: string;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

function bearerOf(headers: Headers): string | null {
  // Other schemes are not ours: a proxy in front may ask for a password of its own.
  return /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;
}

/**
 * Who is calling: the token of a script, or the person behind the session cookie, as of this moment. The session is
 * looked up at every request, so that a change of role or password and a deactivation end it at once.
 *
 * @returns null if there is no credential, or the session is over
 * @throws DomainError `token_invalid`; `cross_site_refused` for a write by cookie that no page of this console sent
 */
export async function findActor(runtime: ConsoleRuntime, credentials: Credentials): Promise<Actor | null> {
  const { headers, cookies, method } = credentials;
  const bearer = bearerOf(headers);
  if (bearer !== null) return authenticateToken(runtime.db, bearer, runtime.now());

  const cookie = cookies[sessionCookieName(isSecure(runtime))];
  const claims = await readSessionToken(cookie, runtime.config.AUTH_SECRET);
  if (!claims) return null;
  if (!safeMethods.has(method) && !isSameOrigin(headers, runtime.config.PUBLIC_URL)) {
    throw new DomainError('cross_site_refused', `Origin ${headers.get('origin')}`);
  }
  const person = await loadSessionPerson(runtime.db, claims.sub, claims.sessionVersion);
  return person && { kind: 'person', id: person.id, name: person.name, role: person.role };
}
