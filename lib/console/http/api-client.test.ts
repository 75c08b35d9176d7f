import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { apiDelete, apiGet, apiPost } from '@/lib/console/http/api-client';
import { ApiProblem } from '@/lib/console/http/api-problem';

const Thing = z.object({ name: z.string() });
let reply: (request: IncomingMessage, response: ServerResponse, body: string) => void;

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => reply(request, response, body));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A browser resolves addresses against its page; here the page is this server.
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => fetch(`http://127.0.0.1:${port}${url}`, init));
});

afterAll(async () => {
  vi.unstubAllGlobals();
  await new Promise((resolve) => server.close(resolve));
});

afterEach(() => {
  reply = () => undefined;
});

const answer = (status: number, type: string, body: string) => {
  reply = (_request, response) => response.writeHead(status, { 'content-type': type, 'x-request-id': 'r1' }).end(body);
};
const problem = { type: 't', title: 'T', status: 409, code: 'command_not_cancellable', requestId: 'r1' };
const caught = (promise: Promise<unknown>) => promise.then(() => null).catch((error: unknown) => error);

describe('the API client', () => {
  it('sends query and idempotency key, and gives the parsed answer', async () => {
    let seen: (string | undefined)[] = [];
    reply = (request, response, body) => {
      seen = [request.url, request.method, String(request.headers['idempotency-key']), body];
      response.end('{"name":"a","added":"in a later version"}');
    };
    const request = { query: { state: ['a', 'b'] }, body: { x: 1 }, schema: Thing, idempotencyKey: 'k' };
    expect(await apiPost('/things', request)).toEqual({ name: 'a' });
    expect(seen).toEqual(['/things?state=a,b', 'POST', 'k', '{"x":1}']);
  });

  it('resolves to nothing where no answer is expected', async () => {
    answer(204, 'text/plain', '');
    expect(await apiDelete('/things/1', { body: { reason: 'x' } })).toBeUndefined();
  });

  it('rejects with code, facts and request id of a refusal', async () => {
    answer(409, 'application/problem+json', JSON.stringify({ ...problem, details: { deliveredAt: 'then' } }));
    expect(await caught(apiGet('/things', { schema: Thing }))).toMatchObject({
      name: 'ApiProblem',
      code: 'command_not_cancellable',
      status: 409,
      requestId: 'r1',
      details: { deliveredAt: 'then' },
    });
  });

  it('takes a code that it does not know for a failure', async () => {
    answer(418, 'application/problem+json', JSON.stringify({ ...problem, code: 'teapot' }));
    expect(await caught(apiGet('/things', { schema: Thing }))).toMatchObject({ code: 'internal_error' });
  });

  it('does not take the error page of a proxy for an answer of the console', async () => {
    answer(502, 'text/html', '<h1>Bad gateway</h1>');
    expect(await caught(apiGet('/things', { schema: Thing }))).toMatchObject({ code: 'unreachable', status: 0 });
  });

  it('calls an answer that breaks the contract a failure, with the request id to look for', async () => {
    answer(200, 'application/json', '{"title":1}');
    expect(await caught(apiGet('/things', { schema: Thing }))).toMatchObject({
      code: 'internal_error',
      requestId: 'r1',
    });
  });

  it('says that the console is unreachable when no answer comes', async () => {
    reply = (request) => request.socket.destroy();
    expect(await caught(apiGet('/things', { schema: Thing }))).toMatchObject({ code: 'unreachable' });
  });

  it('does not call a request a failure that the page gave up itself', async () => {
    const giveUp = new AbortController();
    reply = () => giveUp.abort();
    const error = await caught(apiGet('/things', { schema: Thing, signal: giveUp.signal }));
    expect(error).not.toBeInstanceOf(ApiProblem);
    expect(error).toMatchObject({ name: 'AbortError' });
  });
});
