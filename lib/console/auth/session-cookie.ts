/** Name of the session's cookie over plain HTTP (localhost, a laboratory). */
const PLAIN_NAME = 'mobileadmin.session';
/** Over HTTPS: the prefix makes browsers insist on TLS, this very host and the root path. */
const SECURE_NAME = `__Host-${PLAIN_NAME}`;

/** The session cookie's name; secure if people reach the console by HTTPS. */
export const sessionCookieName = (isSecure: boolean): string => (isSecure ? SECURE_NAME : PLAIN_NAME);

/** Both names, for those who only ask whether there is a session cookie at all. */
export const sessionCookieNames: readonly string[] = [PLAIN_NAME, SECURE_NAME];

/** A session ends after this time without activity. */
export const SESSION_IDLE_SECONDS = 12 * 60 * 60;
