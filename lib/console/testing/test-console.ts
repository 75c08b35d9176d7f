import { createLogger } from '@/lib/log/logger';
import { sessionCookie } from '@/lib/console/auth/session-token';
import { provideRuntime, type ConsoleRuntime } from '@/lib/console/runtime';
import { queryString, type QueryObject } from '@/lib/console/http/query-string';
import type { PathParameters } from '@/lib/console/http/read-input';
import { hashConsolePassword } from '@/lib/domain/people/console-password';
import type { Role } from '@/lib/domain/people/contract';
import { upperCase } from '@/lib/domain/enum-case';
import { useDatabase } from '@/scripts/testing/database';

/** Where the console of a test would be reached. */
export const ORIGIN = 'http://console.test';

/** Lines that a console under test has logged. */
export type LogLine = Record<string, unknown>;

type RouteHandler = (request: Request, context: { params: Promise<PathParameters> }) => Promise<Response>;

export interface TestCall {
  method?: string;
  /** Parts of the path, as Next hands them to the handler. */
  path?: Record<string, string | string[]>;
  query?: QueryObject;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  cookie?: string;
  token?: string;
  headers?: Record<string, string>;
}

/** Calls an exported handler as a browser does from a page of the console. */
export function call(handler: RouteHandler, what: TestCall = {}): Promise<Response> {
  const { method = 'GET', path = {}, query = {}, body, cookie, token } = what;
  const headers = new Headers({ host: new URL(ORIGIN).host });
  if (method !== 'GET') headers.set('origin', ORIGIN);
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (cookie !== undefined) headers.set('cookie', cookie);
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  for (const [name, value] of Object.entries(what.headers ?? {})) headers.set(name, value);
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const request = new Request(`${ORIGIN}/api/v1/test${queryString(query)}`, {
    method,
    headers,
    ...(body !== undefined && { body: payload }),
  });
  return handler(request, { params: Promise.resolve(path) });
}

/** A console over a database of the test file's own, and people who are signed in to it. */
export async function startTestConsole(config: Partial<ConsoleRuntime['config']> = {}) {
  const { db, url, ownerUrl } = await useDatabase();
  const lines: LogLine[] = [];
  const destination = {
    write: (line: string) => {
      lines.push(JSON.parse(line));
    },
  };
  const runtime: ConsoleRuntime = {
    config: {
      AUTH_SECRET: 'a secret that is only good for tests',
      DATABASE_URL: url,
      PUBLIC_URL: undefined,
      TRUST_PROXY: { kind: 'count', count: 0 },
      ...config,
    },
    db,
    log: createLogger({ name: 'console', level: 'debug', destination }),
    now: () => new Date(),
  };
  provideRuntime(runtime);

  const password = 'correct horse battery';
  let passwordHash: string | undefined;
  let count = 0;

  /** A person of this role with a session, as after signing in. */
  async function signedIn(role: Role) {
    passwordHash ??= await hashConsolePassword(password);
    count += 1;
    const data = {
      email: `${role}${count}@example.org`,
      name: `${role} ${count}`,
      role: upperCase(role),
      passwordHash,
    };
    const person = await db.administrator.create({ data });
    const cookie = await sessionCookie(runtime, { sub: person.id, sessionVersion: person.sessionVersion });
    return { ...person, password, cookie: cookie.split(';')[0] ?? '' };
  }

  return { db, url, ownerUrl, runtime, lines, signedIn };
}
