import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { deviceOf, useEngine } from '@/engine/engine-under-test';
import { encodeBasicCredentials } from '@/lib/protocol/http/basic-credentials';
import { writeFolderSyncRequest } from '@/lib/protocol/eas/folder-sync';
import { protocolVersions } from '@/lib/protocol/eas/protocol-version';
import { decodeWbxml } from '@/lib/protocol/wbxml/decode-wbxml';
import { text } from '@/lib/protocol/wbxml/element';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url);
const EAS = `${engine.url}/Microsoft-Server-ActiveSync`;
const authorization = encodeBasicCredentials('anna@example.com', 'demo');
const folderSync = Buffer.from(encodeWbxml(writeFolderSyncRequest({ syncKey: '0' })));
const query = 'Cmd=FolderSync&User=anna&DeviceId=RAW1&DeviceType=iPhone';

const post = (address: string, headers: Record<string, string> = {}, body = folderSync) =>
  fetch(address, { method: 'POST', headers: { authorization, 'ms-asprotocolversion': '14.1', ...headers }, body });

/** As the bytes are, which `fetch` would not send. */
async function raw(text_: string): Promise<string> {
  const socket = connect(engine.port, '127.0.0.1');
  socket.write(text_);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer); // a socket without an encoding gives buffers
  return Buffer.concat(chunks).toString('latin1');
}

describe('OPTIONS', () => {
  it('names the versions and commands that are served', async () => {
    const answer = await fetch(EAS, { method: 'OPTIONS', headers: { authorization } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('ms-asprotocolversions')).toBe(protocolVersions.join(','));
    expect(answer.headers.get('ms-asprotocolcommands')?.split(',')).toEqual([
      'Find',
      'FolderCreate',
      'FolderDelete',
      'FolderSync',
      'FolderUpdate',
      'GetAttachment',
      'GetHierarchy',
      'GetItemEstimate',
      'ItemOperations',
      'MeetingResponse',
      'MoveItems',
      'Ping',
      'Provision',
      'ResolveRecipients',
      'Search',
      'SendMail',
      'Settings',
      'SmartForward',
      'SmartReply',
      'Sync',
      'ValidateCert',
    ]);
    expect(answer.headers.get('ms-server-activesync')).toBeTruthy();
    expect(await answer.text()).toBe('');
  });

  const withoutPassword: Record<string, string>[] = [
    {},
    { authorization: 'Bearer x' },
    { authorization: encodeBasicCredentials('anna', 'wrong') },
  ];
  it.each(withoutPassword)('asks for credentials in answer to %j, without a body', async (headers) => {
    const answer = await fetch(EAS, { method: 'OPTIONS', headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="Mobileadmin"');
    expect(await answer.text()).toBe('');
  });
});

describe('the address', () => {
  it.each(['/microsoft-server-activesync', '/MICROSOFT-SERVER-ACTIVESYNC/', '/Microsoft-Server-ActiveSync/'])(
    'is the same in any case and with a slash: %s',
    async (path) => expect((await post(`${engine.url}${path}?${query}`)).status).toBe(200),
  );

  it('tells a person with a browser what it is for', async () => {
    const answer = await fetch(EAS, { headers: { authorization } });
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await answer.text()).toContain('phone');
    expect((await fetch(EAS)).status).toBe(401);
  });

  it('knows no other methods, and no other paths', async () => {
    expect((await fetch(EAS, { method: 'PUT', headers: { authorization } })).status).toBe(501);
    expect((await fetch(`${engine.url}/autodiscover/other.xml`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${engine.url}/`)).status).toBe(404);
  });

  it('takes every form of the user name for the same mailbox', async () => {
    for (const user of ['BERT', 'EXAMPLE\\bert', '\\bert']) {
      const headers = { authorization: encodeBasicCredentials(user, 'demo') };
      expect((await post(`${EAS}?Cmd=FolderSync&User=x&DeviceId=FORMS&DeviceType=iPhone`, headers)).status).toBe(200);
    }
    expect(await db.device.count({ where: { deviceKey: 'forms' } })).toBe(1);
  });
});

describe('the query', () => {
  it('may be base64, and names the same device whatever the case of its id', async () => {
    const phone = engine.phone({ queryForm: 'base64', deviceId: 'AbCdEf' });
    expect((await phone.folderSync('0')).response?.status).toBe(1);
    const plain = engine.phone({ user: phone.user, deviceId: 'ABCDEF' });
    expect((await plain.folderSync('0')).response?.status).toBe(1);
    expect(await db.device.count({ where: { deviceKey: 'abcdef' } })).toBe(1);
  });

  it.each([
    ['', 400],
    ['nonsense', 400],
    ['Cmd=Dance&User=a&DeviceId=A&DeviceType=T', 501],
    ['Cmd=&User=a&DeviceId=A&DeviceType=T', 400],
    [`Cmd=FolderSync&User=${'x'.repeat(5000)}`, 400],
  ])('%j is refused with %i, every time', async (text_, status) => {
    expect((await post(`${EAS}?${text_}`)).status).toBe(status);
    expect((await post(`${EAS}?${text_}`)).status).toBe(status);
  });

  it('without a device id or type is Status 108 or 109 from 14.0 on, and 400 before', async () => {
    const status = async (rest: string, version: string) => {
      const answer = await post(`${EAS}?Cmd=FolderSync&User=a&${rest}`, { 'ms-asprotocolversion': version });
      return answer.status === 200
        ? text(decodeWbxml(new Uint8Array(await answer.arrayBuffer())), 'Status')
        : answer.status;
    };
    expect(await status('DeviceType=T', '14.0')).toBe('108');
    expect(await status('DeviceId=A', '16.1')).toBe('109');
    expect(await status('DeviceType=T', '12.1')).toBe(400);
    expect(await status('DeviceId=A&DeviceType=T', '17.3')).toBe(400);
  });

  it('is not looked at before the password', async () => {
    expect((await post(`${EAS}?nonsense`, { authorization: '' })).status).toBe(401);
  });
});

describe('a body', () => {
  it('may be packed, and counts as it came', async () => {
    const phone = engine.phone();
    const packed = gzipSync(folderSync);
    const answer = await phone.post('FolderSync', packed, { headers: { 'content-encoding': 'gzip' } });
    expect(answer.http).toBe(200);
    await engine.engine.contacts.flush();
    const device = await deviceOf(db, phone);
    expect(device.bytesIn).toBe(BigInt(packed.length));
    expect(device.bytesOut).toBe(BigInt(answer.wireBytes));
    expect(device.bytesOutPlain).toBe(BigInt(answer.body.length));
    expect(device.bytesOut).toBeLessThan(device.bytesOutPlain);
  });

  it.each([
    ['is no WBXML', Buffer.from('<xml/>'), {}, 200],
    ['ends too early', folderSync.subarray(0, folderSync.length - 2), {}, 200],
    ['is another document', encodeWbxml({ namespace: 'Ping', name: 'Ping', children: [] }), {}, 200],
    ['is nested without end', Buffer.concat([Buffer.from('03016a00', 'hex'), Buffer.alloc(100_000, 0x45)]), {}, 200],
    ['says it is packed and is not', folderSync, { 'content-encoding': 'gzip' }, 400],
    ['is packed in an unknown way', folderSync, { 'content-encoding': 'br' }, 415],
    ['is larger than its command may be', Buffer.alloc(1024 * 1024 + 1), {}, 413],
    ['unpacks to more than that', gzipSync(Buffer.alloc(200 * 1024 * 1024)), { 'content-encoding': 'gzip' }, 413],
  ])('that %s is refused, and the engine goes on', async (_what, body, headers, http) => {
    const phone = engine.phone();
    const answer = await phone.post('FolderSync', body, { headers });
    expect(answer.http).toBe(http);
    // A refusal is never mistaken for folders.
    expect(answer.body.length).toBeLessThan(20);
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });

  it('that is no WBXML is Status 102 from 14.0 on, and 400 before', async () => {
    const phone = engine.phone();
    const answer = await phone.post('FolderSync', Buffer.from('<xml/>'));
    expect(text(decodeWbxml(answer.body), 'Status')).toBe('102');
    phone.protocolVersion = '12.1';
    expect((await phone.post('FolderSync', Buffer.from('<xml/>'))).http).toBe(400);
  });

  it('is not read from a stranger', async () => {
    const req = request(`${EAS}?${query}`, {
      method: 'POST',
      headers: { 'content-length': 40_000_000, connection: 'close' },
    });
    req.write(Buffer.alloc(10));
    const [answer] = (await once(req, 'response')) as [{ statusCode: number }]; // what `response` comes with
    expect(answer.statusCode).toBe(401);
    req.destroy();
  });
});

describe('an answer', () => {
  it('is packed for who takes that, and if it is worth it', async () => {
    const accepting = await post(`${EAS}?${query}`, { 'accept-encoding': 'gzip, deflate' });
    expect(accepting.headers.get('content-encoding')).toBe('gzip');
    const declining = await post(`${EAS}?${query}`, { 'accept-encoding': 'gzip;q=0, identity' });
    expect(declining.headers.get('content-encoding')).toBeNull();
    const small = await fetch(`${EAS}?Cmd=Ping&User=a&DeviceId=RAW1&DeviceType=iPhone`, {
      method: 'POST',
      headers: { authorization, 'ms-asprotocolversion': '14.1', 'accept-encoding': 'gzip' },
    });
    expect(small.headers.get('content-encoding')).toBeNull();
    expect(small.headers.get('content-type')).toBe('application/vnd.ms-sync.wbxml');
  });

  it('that asks to provision by HTTP says so in the words that clients know', async () => {
    const device = { mailbox: 'anna@example.com', deviceKey: 'raw1' };
    const { id } = await db.device.findFirstOrThrow({ where: { deviceKey: device.deviceKey } });
    await db.deviceCommand.create({
      data: {
        ...device,
        easDeviceId: 'RAW1',
        deviceId: id,
        deviceName: 'x',
        kind: 'WIPE',
        method: 'REMOTE_WIPE',
        reason: 'x',
        queuedById: 'x',
        queuedByName: 'x',
      },
    });
    const answer = await raw(
      `POST /Microsoft-Server-ActiveSync?${query} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\n` +
        'MS-ASProtocolVersion: 12.1\r\nX-MS-PolicyKey: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
    );
    expect(answer.split('\r\n')[0]).toBe('HTTP/1.1 449 Retry after sending a PROVISION command');
  });
});

describe('what is not HTTP', () => {
  it.each(['\u0016\u0003\u0001\u0002', 'GET\r\n\r\n', `GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`])(
    'is refused, and the engine goes on',
    async (bytes) => {
      expect(await raw(bytes)).toMatch(/^HTTP\/1\.1 4\d\d/);
      expect((await fetch(`${engine.url}/healthz`)).status).toBe(200);
    },
  );
});

describe('health and figures', () => {
  it('are for this machine only, whoever passes the question on', async () => {
    expect((await fetch(`${engine.url}/healthz`)).status).toBe(200);
    const figures = await (await fetch(`${engine.url}/metrics`)).text();
    expect(figures).toMatch(/^eas_requests_total\{command="FolderSync",status="1"\} \d+$/m);
    expect(figures).toMatch(/^eas_sign_ins_total\{result="refused"\} \d+$/m);
    expect(figures).toMatch(/^eas_held_requests \d+$/m);
    expect(figures).toMatch(/^eas_event_loop_delay_seconds\{quantile="0.99"\} [\d.e-]+$/m);
    for (const header of ['x-forwarded-for', 'forwarded']) {
      const headers = { [header]: 'for=203.0.113.5' };
      expect((await fetch(`${engine.url}/metrics`, { headers })).status).toBe(403);
    }
  });
});

describe('the demo', () => {
  it('refuses whoever is not on this machine', async () => {
    const answer = await post(`${EAS}?${query}`, { 'x-forwarded-for': '203.0.113.5' });
    expect(answer.status).toBe(403);
  });

  it('takes mail for any mailbox, and nothing that is no mailbox or too large', async () => {
    const send = (mailbox: string, body: string | Buffer<ArrayBuffer>) =>
      fetch(`${engine.url}/demo/messages/${mailbox}`, { method: 'POST', body });
    expect((await send('new%40example.com', 'Subject: x\r\n\r\nx')).status).toBe(204);
    expect((await send('a%2Fb', 'Subject: x\r\n\r\nx')).status).toBe(400);
    expect((await send('%zz', 'x')).status).toBe(400);
    expect((await send('anna', '')).status).toBe(400);
    expect((await send('anna', Buffer.alloc(10 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await fetch(`${engine.url}/demo/messages/anna`)).status).toBe(405);
  });
});
