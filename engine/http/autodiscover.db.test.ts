import { describe, expect, it } from 'vitest';
import { useEngine } from '@/engine/engine-under-test';
import { readAutodiscoverResponse } from '@/lib/protocol/autodiscover/autodiscover-response';
import { writeAutodiscoverRequest } from '@/lib/protocol/autodiscover/autodiscover-request';
import { encodeBasicCredentials } from '@/lib/protocol/http/basic-credentials';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const local = await useEngine(url);
const published = await useEngine(url, { publicUrl: 'https://mail.example.org' });

const authorization = encodeBasicCredentials('anna@example.com', 'demo');

const post = (engineUrl: string, body?: string, headers: Record<string, string> = { authorization }) =>
  fetch(`${engineUrl}/Autodiscover/Autodiscover.xml`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/xml', ...headers },
  });

const read = async (response: Response) => readAutodiscoverResponse(Buffer.from(await response.arrayBuffer()));

describe('a phone that knows address and password', () => {
  it('is told where to synchronise', async () => {
    const response = await post(published.url, writeAutodiscoverRequest('anna@example.com', 'mobilesync'));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/xml');
    expect(await read(response)).toMatchObject({
      emailAddress: 'anna@example.com',
      servers: [{ type: 'MobileSync', url: 'https://mail.example.org/Microsoft-Server-ActiveSync' }],
    });
  });

  it('is told so without a document, too, and by the name that it called', async () => {
    const { servers, emailAddress } = await read(await post(local.url));
    expect(emailAddress).toBe('anna@example.com');
    expect(servers[0]?.url).toBe(`${local.url}/Microsoft-Server-ActiveSync`);
  });

  it('may ask without credentials for the secure address', async () => {
    const response = await fetch(`${published.url}/autodiscover/autodiscover.xml`, { redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('https://mail.example.org/autodiscover/autodiscover.xml');
  });
});

describe('whoever else asks', () => {
  it('needs the right password', async () => {
    const request = writeAutodiscoverRequest('anna@example.com', 'mobilesync');
    const without = await post(local.url, request, {});
    expect(without.status).toBe(401);
    expect(without.headers.get('www-authenticate')).toContain('Basic');
    const wrong = encodeBasicCredentials('anna@example.com', 'guess');
    expect((await post(local.url, request, { authorization: wrong })).status).toBe(401);
  });

  it.each([
    ['Outlook, for its own kind of server', writeAutodiscoverRequest('anna@example.com', 'outlook'), 601],
    ['with another document', '<html></html>', 600],
    ['with half a document', '<Autodiscover', 600],
  ])('%s, is told that there is nothing', async (_who, body, errorCode) => {
    expect(await read(await post(local.url, body))).toMatchObject({ servers: [], errorCode });
  });

  it('with more than a request can be is cut off', async () => {
    expect((await post(local.url, 'x'.repeat(20_000))).status).toBe(413);
    expect((await fetch(`${local.url}/autodiscover/autodiscover.xml`, { method: 'PUT' })).status).toBe(405);
  });
});
