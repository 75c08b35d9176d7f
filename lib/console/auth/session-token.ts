import { decode, encode } from 'next-auth/jwt';
import { z } from 'zod';
import { SESSION_IDLE_SECONDS, sessionCookieName } from '@/lib/console/auth/session-cookie';
import { isSecure, type ConsoleRuntime } from '@/lib/console/runtime';

/** All that a session holds: who, and as of which version. Name and role are read anew at every request. */
export const SessionClaims = z.object({ sub: z.uuid(), sessionVersion: z.number().int() });
export type SessionClaims = z.infer<typeof SessionClaims>;

/** The session in a token; null if it is not ours, was tampered with, or has been idle for too long. */
export async function readSessionToken(token: string | undefined, secret: string): Promise<SessionClaims | null> {
  if (!token) return null;
  // Whatever is wrong with the token, the answer is the same: there is no session.
  const claims = await decode({ token, secret }).catch(() => null);
  return SessionClaims.safeParse(claims).data ?? null;
}

/** Attributes of the session's cookie, for next-auth and for ourselves. */
export const sessionCookieOptions = (runtime: ConsoleRuntime) => ({
  httpOnly: true,
  // Not "strict": a link in a mail or a ticket to a device shall find the person signed in.
  sameSite: 'lax' as const,
  path: '/',
  secure: isSecure(runtime),
});

/** A `Set-Cookie` value that goes on with the session under other claims, idle from now. */
export async function sessionCookie(runtime: ConsoleRuntime, claims: SessionClaims): Promise<string> {
  const token = await encode({ token: claims, secret: runtime.config.AUTH_SECRET, maxAge: SESSION_IDLE_SECONDS });
  const secure = isSecure(runtime);
  const attributes = `Max-Age=${SESSION_IDLE_SECONDS}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return `${sessionCookieName(secure)}=${token}; ${attributes}`;
}
