import type { AuthOptions, LoggerInstance, User } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { nextPage } from '@/lib/console/auth/next-page';
import { SESSION_IDLE_SECONDS, sessionCookieName } from '@/lib/console/auth/session-cookie';
import { SessionClaims, sessionCookieOptions } from '@/lib/console/auth/session-token';
import { isSecure, type ConsoleRuntime } from '@/lib/console/runtime';
import type { SignedIn } from '@/lib/domain/people/contract';
import { loadSessionPerson } from '@/lib/domain/people/load-session-person';

const PAGE = '/mobileadmin/sign-in';

export interface AuthHooks {
  /** Checks a password. What it throws reaches the sign-in form by its message. */
  readonly authorize: (credentials: unknown) => Promise<SignedIn>;
  /** Hears of an error that next-auth would answer by ending the session, although the session may be good. */
  readonly onFault: (error: unknown) => void;
}

/** next-auth tells by this that a session was over, which is no fault. */
class SessionOver extends Error {
  override readonly name = 'SessionOver';
}

function loggerOf({ log }: ConsoleRuntime): Partial<LoggerInstance> {
  return {
    error: (code, metadata) => {
      const cause = metadata instanceof Error ? metadata : metadata.error;
      if (cause instanceof SessionOver) return;
      // A token that cannot be read is an old cookie or a guess: worth knowing, not worth waking anybody.
      log[code === 'JWT_SESSION_ERROR' ? 'info' : 'error']({ code, err: cause }, 'next-auth reports an error');
    },
    // It would like to know its address from the environment; the console does without.
    warn: (code) => log.debug({ code }, 'next-auth warns'),
    debug: () => undefined,
  };
}

/**
 * How people sign in: by e-mail address and password. The session's token holds the person and the version of their
 * session, and is looked up whenever it is used; role and name are never taken from it.
 */
export function authOptions(runtime: ConsoleRuntime, { authorize, onFault }: AuthHooks): AuthOptions {
  const secure = isSecure(runtime);
  return {
    secret: runtime.config.AUTH_SECRET,
    useSecureCookies: secure,
    session: { strategy: 'jwt', maxAge: SESSION_IDLE_SECONDS },
    cookies: { sessionToken: { name: sessionCookieName(secure), options: sessionCookieOptions(runtime) } },
    pages: { signIn: PAGE, signOut: PAGE, error: PAGE },
    logger: loggerOf(runtime),
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        authorize: (credentials): Promise<User> => authorize(credentials),
      }),
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => baseUrl + nextPage(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url),
      jwt: async ({ token, user }) => {
        const claims = SessionClaims.parse(user ? { ...user, sub: user.id } : token);
        const person = await loadSessionPerson(runtime.db, claims.sub, claims.sessionVersion).catch(
          (error: unknown) => {
            onFault(error);
            throw error;
          },
        );
        if (!person) throw new SessionOver('Ended by a change of role or password, or by deactivation');
        return claims;
      },
      session: ({ session }) => ({ user: {}, expires: session.expires }),
    },
  };
}
