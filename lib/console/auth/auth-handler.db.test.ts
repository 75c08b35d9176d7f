import { afterEach, describe, expect, it } from 'vitest';
import { CLIENT_ADDRESS_HEADER } from '@/lib/config/client-address-header';
import { z } from 'zod';
import { handleAuth } from '@/lib/console/auth/auth-handler';
import { Problem } from '@/lib/console/http/api-problem';
import { operation } from '@/lib/console/openapi/operation';
import { route } from '@/lib/console/http/route';
import { provideRuntime } from '@/lib/console/runtime';
import { ORIGIN, call, startTestConsole } from '@/lib/console/testing/test-console';
import { createDatabase } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { updatePerson } from '@/lib/domain/people/update-person';

const { db, runtime, lines, signedIn } = await startTestConsole();

const whoami = route(
  operation({
    id: 'whoami',
    method: 'GET',
    path: '/whoami',
    tag: 'test',
    summary: 'Tells who calls',
    access: 'signed_in',
    output: z.unknown(),
  }),
  (ctx) => Promise.resolve(ctx.actor),
);

/** Keeps cookies between requests, as a browser does. */
class Browser {
  private readonly jar = new Map<string, string>();
  /** `Set-Cookie` lines of the latest answer. */
  setCookies: string[] = [];

  get cookie(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  has = (name: string): boolean => this.jar.has(name);

  async send(nextauth: string[], init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', this.cookie);
    headers.set(CLIENT_ADDRESS_HEADER, '192.0.2.44');
    const request = new Request(`${ORIGIN}/api/auth/${nextauth.join('/')}`, { ...init, headers });
    const response = await handleAuth(request, { params: Promise.resolve({ nextauth }) });
    this.setCookies = response.headers.getSetCookie();
    for (const line of this.setCookies) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '') this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return response;
  }

  async post(nextauth: string[], fields: Record<string, string>): Promise<URL> {
    const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await (await this.send(['csrf'])).json());
    const body = new URLSearchParams({ csrfToken, json: 'true', ...fields });
    const response = await this.send(nextauth, { method: 'POST', body });
    const { url } = z.object({ url: z.string() }).parse(await response.json());
    return new URL(url, ORIGIN);
  }

  signIn = (email: string, password: string) => this.post(['callback', 'credentials'], { email, password });
}

const problemOf = (url: URL) => Problem.parse(JSON.parse(url.searchParams.get('error') ?? 'null'));
const asSystem: DomainContext = {
  db,
  actor: { kind: 'system', id: 'system', name: 'test', role: 'administrator' },
  requestId: 'test',
  address: null,
  now: () => new Date(),
};

describe('signing in', () => {
  it('gives a session that the routes accept, in a cookie that scripts cannot read', async () => {
    const person = await signedIn('auditor');
    const browser = new Browser();
    expect((await browser.signIn(person.email, person.password)).searchParams.has('error')).toBe(false);
    const session = browser.setCookies.find((line) => line.startsWith('mobileadmin.session='));
    expect(session).toMatch(/; Path=\/; Expires=.+; HttpOnly; SameSite=Lax$/);
    expect(await (await call(whoami, { cookie: browser.cookie })).json()).toMatchObject({
      id: person.id,
      role: 'auditor',
    });
    const audit = await db.auditEvent.findFirst({ where: { action: 'signed_in', targetId: person.id } });
    expect(audit).toMatchObject({ actorId: person.id, address: '192.0.2.44' });
  });

  it('keeps name, role and address out of what the browser holds', async () => {
    const person = await signedIn('auditor');
    const browser = new Browser();
    await browser.signIn(person.email, person.password);
    const session: unknown = await (await browser.send(['session'])).json();
    expect(session).toEqual({ user: {}, expires: expect.any(String) });
  });

  it.each([
    ['a wrong password', { password: 'wrong wrong wrong' }],
    ['an unknown address', { email: 'nobody@example.org' }],
    ['an empty form', { email: '', password: '' }],
  ])('is refused by the same code for %s, and the code reaches the form', async (_what, change) => {
    const person = await signedIn('helpdesk');
    const { email, password } = { ...person, ...change };
    const browser = new Browser();
    const url = await browser.signIn(email, password);
    expect(problemOf(url)).toMatchObject({ code: 'sign_in_refused', status: 401 });
    expect(browser.has('mobileadmin.session')).toBe(false);
  });

  it('tells the form how long to wait once there were too many failures', async () => {
    const { email, password } = await signedIn('helpdesk');
    const browser = new Browser();
    let refusal: z.infer<typeof Problem> | undefined;
    for (let attempt = 0; attempt < 20 && refusal?.code !== 'sign_in_throttled'; attempt += 1) {
      refusal = problemOf(await browser.signIn(email, 'wrong wrong wrong'));
    }
    expect(refusal).toMatchObject({ code: 'sign_in_throttled', details: { retryAfterSeconds: expect.any(Number) } });
    expect(problemOf(await browser.signIn(email, password)).code).toBe('sign_in_throttled');
  });

  it('is not possible from a form of another site, which cannot know the token', async () => {
    const { email, password } = await signedIn('helpdesk');
    const browser = new Browser();
    await browser.post(['callback', 'credentials'], { email, password, csrfToken: 'guessed' });
    expect(browser.has('mobileadmin.session')).toBe(false);
  });

  it.each(['https://evil.example/', '//evil.example', '/api/v1/people'])(
    'does not lead to %s afterwards',
    async (callbackUrl) => {
      const { email, password } = await signedIn('helpdesk');
      const url = await new Browser().post(['callback', 'credentials'], { email, password, callbackUrl });
      expect(url.pathname).toBe('/mobileadmin');
      expect(url.host).not.toContain('evil');
    },
  );

  it('never writes a password to the log', async () => {
    const { email, password } = await signedIn('helpdesk');
    lines.length = 0;
    const browser = new Browser();
    await browser.signIn(email, password);
    await browser.signIn(email, 'a wrong password 1234');
    expect(JSON.stringify(lines)).not.toMatch(/correct horse|wrong password 1234/);
  });
});

describe('a session', () => {
  it('ends by signing out', async () => {
    const { email, password } = await signedIn('helpdesk');
    const browser = new Browser();
    await browser.signIn(email, password);
    await browser.post(['signout'], {});
    expect(browser.has('mobileadmin.session')).toBe(false);
  });

  it('is renewed for twelve hours whenever it is asked for', async () => {
    const { email, password } = await signedIn('helpdesk');
    const browser = new Browser();
    await browser.signIn(email, password);
    await browser.send(['session']);
    const renewed = browser.setCookies.find((line) => line.startsWith('mobileadmin.session='));
    const expires = Date.parse(/Expires=([^;]+)/.exec(renewed ?? '')?.[1] ?? '');
    expect((expires - Date.now()) / 3_600_000).toBeGreaterThan(11.9);
    expect((expires - Date.now()) / 3_600_000).toBeLessThan(12.1);
  });

  it('is taken away when it is asked for after a change of role', async () => {
    const { id, email, password } = await signedIn('helpdesk');
    const browser = new Browser();
    await browser.signIn(email, password);
    await updatePerson(asSystem, { id, role: 'auditor' });
    expect(await (await browser.send(['session'])).json()).toEqual({});
    expect(browser.has('mobileadmin.session')).toBe(false);
  });
});

describe('a console reached by HTTPS', () => {
  afterEach(() => provideRuntime(runtime));

  it('sets its session cookie for HTTPS and this host only, and accepts no other', async () => {
    provideRuntime({ ...runtime, config: { ...runtime.config, PUBLIC_URL: 'https://mail.example.com' } });
    const { email, password } = await signedIn('helpdesk');
    const browser = new Browser();
    await browser.signIn(email, password);
    const line = browser.setCookies.find((cookie) => cookie.startsWith('__Host-mobileadmin.session='));
    expect(line).toContain('; Secure');
    expect((await call(whoami, { cookie: browser.cookie })).status).toBe(200);
    const plain = browser.cookie.replaceAll('__Host-mobileadmin', 'mobileadmin');
    expect((await call(whoami, { cookie: plain })).status).toBe(401);
  });
});

describe('a console whose database is gone', () => {
  afterEach(() => provideRuntime(runtime));

  it('does not take the session away, and tells the form to come back later', async () => {
    const { email, password } = await signedIn('helpdesk');
    const browser = new Browser();
    await browser.signIn(email, password);
    const gone = createDatabase('postgresql://nobody:nothing@127.0.0.1:1/none');
    provideRuntime({ ...runtime, db: gone.db });

    const response = await browser.send(['session']);
    expect(response.status).toBe(503);
    expect(browser.has('mobileadmin.session')).toBe(true);
    expect(problemOf(await browser.signIn(email, password)).code).toBe('service_unavailable');
    await gone.close();
  });
});
