import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLIENT_ADDRESS_HEADER } from '@/lib/config/client-address-header';
import { z } from 'zod';
import { updatePerson } from '@/lib/domain/people/update-person';
import { createToken } from '@/lib/domain/tokens/create-token';
import { revokeToken } from '@/lib/domain/tokens/revoke-token';
import type { DomainContext } from '@/lib/domain/context';
import { DomainError } from '@/lib/errors/domain-error';
import { createDatabase } from '@/lib/db/client';
import { Problem } from '@/lib/console/http/api-problem';
import { resource, route } from '@/lib/console/http/route';
import { operation } from '@/lib/console/openapi/operation';
import { provideRuntime } from '@/lib/console/runtime';
import { call, ORIGIN, startTestConsole } from '@/lib/console/testing/test-console';

const { db, runtime, lines, signedIn } = await startTestConsole();

const read = operation({
  id: 'read',
  method: 'GET',
  path: '/things/{thing}',
  tag: 'test',
  summary: 'Reads',
  access: 'signed_in',
  input: z.object({ thing: z.string(), page: z.coerce.number().int().optional() }),
  output: z.unknown(),
});
const write = operation({
  id: 'write',
  method: 'POST',
  path: '/things/{thing}',
  tag: 'test',
  summary: 'Writes',
  access: 'signed_in',
  isIdempotent: true,
  input: z.strictObject({
    thing: z.string(),
    reason: z.string().min(3),
    idempotencyKey: z.string().optional(),
  }),
  output: z.unknown(),
  status: 201,
});

const echo = (ctx: DomainContext, input: unknown) => Promise.resolve({ actor: ctx.actor, address: ctx.address, input });
const things = resource({ GET: route(read, echo), POST: route(write, echo) });
const failing = (error: unknown) => route(read, () => Promise.reject(error));

const problemOf = async (response: Response) => Problem.parse(await response.json());
const asSystem = (): DomainContext => ({
  db,
  actor: { kind: 'system', id: 'system', name: 'test', role: 'administrator' },
  requestId: 'test',
  address: null,
  now: () => new Date(),
});

const person = await signedIn('helpdesk');
const path = { thing: '42' };
const body = { reason: 'because' };

beforeEach(() => {
  lines.length = 0;
});

describe('a route', () => {
  it('hands path, query and caller to its function, and forbids everybody to keep the answer', async () => {
    const headers = { [CLIENT_ADDRESS_HEADER]: '192.0.2.7' };
    const response = await call(things.GET, { path, query: { page: 2 }, cookie: person.cookie, headers });
    expect(await response.json()).toEqual({
      actor: { kind: 'person', id: person.id, name: person.name, role: 'helpdesk' },
      address: '192.0.2.7',
      input: { thing: '42', page: 2 },
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });

  it('hands path, body and idempotency key to its function', async () => {
    const headers = { 'idempotency-key': 'once' };
    const response = await call(things.POST, { method: 'POST', path, body, cookie: person.cookie, headers });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ input: { thing: '42', reason: 'because', idempotencyKey: 'once' } });
  });

  it('lets the path win over a field of the same name in the body', async () => {
    const sneaky = { ...body, thing: '43' };
    const response = await call(things.POST, { method: 'POST', path, body: sneaky, cookie: person.cookie });
    expect(await response.json()).toMatchObject({ input: { thing: '42' } });
  });

  it('names every field that it does not accept, by pointer', async () => {
    const wrong = { reason: 'no', other: 1 };
    const response = await call(things.POST, { method: 'POST', path, body: wrong, cookie: person.cookie });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ code: 'invalid_input', type: '/mobileadmin/api#error-invalid_input', status: 422 });
    expect(problem.requestId).toBe(response.headers.get('x-request-id'));
    expect(problem.errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/reason', 'too_small'],
      ['', 'unrecognized_keys'],
    ]);
  });

  it.each([
    ['is not JSON', '{"reason":', 'application/json', 422, 'invalid_input'],
    ['is no object', '["reason"]', 'application/json', 422, 'invalid_input'],
    [
      'is a form, as other sites can send it',
      'reason=because',
      'application/x-www-form-urlencoded',
      415,
      'content_type_unsupported',
    ],
    ['has no type', '{"reason":"because"}', 'text/plain', 415, 'content_type_unsupported'],
    ['has a NUL character in it', '{"reason":"a\\u0000b"}', 'application/json', 422, 'invalid_input'],
    ['is too large', JSON.stringify({ reason: 'x'.repeat(300_000) }), 'application/json', 413, 'body_too_large'],
  ])('refuses a body that %s', async (_what, text, type, status, code) => {
    const headers = { 'content-type': type };
    const response = await call(things.POST, { method: 'POST', path, body: text, cookie: person.cookie, headers });
    expect(response.status).toBe(status);
    expect(await problemOf(response)).toMatchObject({ code, status });
  });

  it('takes text that only looks like a NUL character', async () => {
    const written = { reason: String.raw`\u0000` };
    const response = await call(things.POST, { method: 'POST', path, body: written, cookie: person.cookie });
    expect(response.status).toBe(201);
  });

  it('stops receiving a body that is too large', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const headers = { cookie: person.cookie, origin: ORIGIN, host: new URL(ORIGIN).host };
    // DOM's types do not know what a streamed body needs.
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: endless, duplex: 'half', headers };
    const request = new Request(ORIGIN, init);
    const response = await things.POST(request, { params: Promise.resolve(path) });
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(10);
  });

  it('refuses methods it does not have, and names those it has', async () => {
    const response = await call(things.DELETE, { method: 'DELETE', cookie: person.cookie });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST');
    expect(await problemOf(response)).toMatchObject({ code: 'method_not_allowed' });
  });

  it('answers a refusal by its code and its facts, without the words meant for the log', async () => {
    const refusal = new DomainError('command_not_cancellable', 'internal words', {
      details: { deliveredAt: '2026-01-01T00:00:00Z' },
    });
    const response = await call(failing(refusal), { path, cookie: person.cookie });
    expect(response.status).toBe(409);
    const text = await response.text();
    expect(text).not.toContain('internal words');
    expect(JSON.parse(text)).toMatchObject({ details: { deliveredAt: '2026-01-01T00:00:00Z' } });
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('tells how long to wait when sign-ins are throttled', async () => {
    const refusal = new DomainError('sign_in_throttled', '', { details: { retryAfterSeconds: 61 } });
    const response = await call(failing(refusal), { path, cookie: person.cookie });
    expect(response.headers.get('retry-after')).toBe('61');
  });

  it('logs a fault once, with the request id that the caller gets instead of its text', async () => {
    const response = await call(failing(new Error('the disk is on fire')), { path, cookie: person.cookie });
    expect(response.status).toBe(500);
    const problem = await problemOf(response);
    expect(problem.code).toBe('internal_error');
    expect(JSON.stringify(problem)).not.toContain('fire');
    const faults = lines.filter(({ level }) => level === 'error');
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ requestId: problem.requestId, err: { message: 'the disk is on fire' } });
  });
});

describe('a console whose database is gone', () => {
  afterEach(() => provideRuntime(runtime));

  it('asks to come back later, and does not say that the session is over', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    const port = typeof address === 'object' && address ? address.port : 0;
    const gone = createDatabase(`postgresql://nobody:nothing@127.0.0.1:${port}/none`);
    provideRuntime({ ...runtime, db: gone.db });

    const response = await call(things.GET, { path, cookie: person.cookie });
    await gone.close();
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await problemOf(response)).toMatchObject({ code: 'service_unavailable' });
  });
});

describe('who is calling', () => {
  it('is nobody without a credential', async () => {
    const response = await call(things.GET, { path });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="mobileadmin"');
    expect(await problemOf(response)).toMatchObject({ code: 'signed_out' });
  });

  it.each([
    ['with a cookie that was made up', 'mobileadmin.session=abc'],
    ['with a cookie of another name', 'session=abc'],
    ['with a cookie that is not text', 'mobileadmin.session=%E0%A4%A'],
  ])('is nobody %s', async (_what, cookie) => {
    expect((await call(things.GET, { path, cookie })).status).toBe(401);
  });

  it.each([
    ['role', { role: 'auditor' }],
    ['right to sign in', { isActive: false }],
  ] as const)('is nobody once the %s of the person has changed', async (_what, change) => {
    const { id, cookie } = await signedIn('helpdesk');
    expect((await call(things.GET, { path, cookie })).status).toBe(200);
    await updatePerson(asSystem(), { id, ...change });
    expect((await call(things.GET, { path, cookie })).status).toBe(401);
  });

  it('is the token, which no browser sends by itself, so that it needs no origin', async () => {
    const { token, id } = await createToken(asSystem(), { name: 'script', role: 'auditor', validDays: 1 });
    const headers = { origin: 'https://elsewhere.example' };
    const response = await call(things.POST, { method: 'POST', path, body, token, headers });
    expect(await response.json()).toMatchObject({ actor: { kind: 'token', id, name: 'script', role: 'auditor' } });
    await revokeToken(asSystem(), { tokenId: id });
    const refused = await call(things.GET, { path, token });
    expect(await problemOf(refused)).toMatchObject({ status: 401, code: 'token_invalid' });
  });

  it('is not the session if a token is given that is not valid', async () => {
    const response = await call(things.GET, { path, cookie: person.cookie, token: 'mat_wrong' });
    expect(await problemOf(response)).toMatchObject({ code: 'token_invalid' });
  });

  it('is the session where a proxy in front asks for a password of its own', async () => {
    const headers = { authorization: 'Basic YTpi' };
    expect((await call(things.GET, { path, cookie: person.cookie, headers })).status).toBe(200);
  });
});

describe('a write by session', () => {
  const writeWith = (headers: Record<string, string>) =>
    call(things.POST, { method: 'POST', path, body, cookie: person.cookie, headers });

  afterEach(() => provideRuntime(runtime));

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['another host of the same site', { 'sec-fetch-site': 'same-site' }],
    ['another site, whatever its origin says', { 'sec-fetch-site': 'cross-site' }],
    ['another port', { origin: `${ORIGIN}:8080` }],
  ])('is refused from %s', async (_what, headers) => {
    const response = await writeWith(headers);
    expect(response.status).toBe(403);
    expect(await problemOf(response)).toMatchObject({ code: 'cross_site_refused' });
  });

  it('is let in from the address that people use, if a proxy gives the server another', async () => {
    provideRuntime({ ...runtime, config: { ...runtime.config, PUBLIC_URL: 'http://mail.example.com' } });
    expect((await writeWith({ origin: 'http://mail.example.com' })).status).toBe(201);
    expect((await writeWith({ origin: 'http://mail.example.com:81' })).status).toBe(403);
  });
});
