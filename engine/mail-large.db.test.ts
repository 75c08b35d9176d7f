import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderIdFor } from '@/engine/backends/folder-id';
import { startDovecot } from '@/engine/backends/imap/testing/dovecot';
import { startSmtpPeer } from '@/engine/backends/smtp/testing/smtp-peer';
import { decodeByPython } from '@/engine/content/testing/decode-by-python';
import { withCrlf } from '@/engine/content/header-block';
import { collection, fetchOf, syncOf } from '@/engine/engine-under-test';
import { EasClient } from '@/engine/testing/eas-client';
import { type EngineProcess, startEngineProcess } from '@/engine/testing/engine-process';
import type { ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { child, children, text } from '@/lib/protocol/wbxml/element';
import { findFreePort } from '@/scripts/ports/free-port';
import { useDatabase } from '@/scripts/testing/database';

// An attachment of 25 MB through an engine in a process of its own. What it takes in memory is written down for whoever
// looks at the output; how fast a machine is and when it collects garbage is no matter of right and wrong.

const { url } = await useDatabase();
const dovecot = await startDovecot();
afterAll(() => dovecot.stop());
const smtp = await startSmtpPeer();
afterAll(() => smtp.stop());
const user = 'anna@example.com';
const inboxId = folderIdFor('INBOX');
const content = randomBytes(25 * 1024 * 1024);
const digestOf = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex');
const raw = withCrlf(
  Buffer.from(
    [
      'From: Bert <bert@example.com>',
      'To: anna@example.com',
      'Subject: large',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'See the file',
      '--b',
      'Content-Type: application/octet-stream; name=large.bin',
      'Content-Transfer-Encoding: base64',
      '',
      content.toString('base64').replaceAll(/.{76}/g, '$&\n'),
      '--b--',
      '',
    ].join('\n'),
  ),
);

let engine: EngineProcess | undefined;
beforeAll(async () => {
  await dovecot.setPassword(user, 'tulip');
  dovecot.deliver(user, raw);
  engine = await startEngineProcess(await findFreePort(), {
    DATABASE_URL: url,
    BACKEND: 'imap',
    IMAP_URL: `imap://127.0.0.1:${dovecot.port}?domain=example.com`,
    SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
  });
}, 240_000);
afterAll(() => engine?.kill());

const note = (what: string) => {
  const { now = 0, most = 0 } = engine?.memory() ?? {};
  process.stdout.write(`${what}: ${now} MB in memory, ${most} MB at most\n`);
};

let phones = 0;
function phoneOf(protocolVersion: ProtocolVersion): EasClient {
  phones += 1;
  const device = { deviceId: `LARGE${phones}`, deviceType: 'iPhone', userAgent: 'Apple-iPhone15C4/2206.76' };
  const account = { engineUrl: engine?.url ?? '', user, password: 'tulip' };
  return new EasClient({ ...account, ...device, protocolVersion, timeoutMs: 120_000 });
}

describe.each(['12.1', '14.1', '16.1'] as const)('25 MB on a phone of %s', { timeout: 240_000 }, (protocolVersion) => {
  it('are synchronised as a name, fetched whole, as a file and as MIME, and forwarded unharmed', async () => {
    const phone = phoneOf(protocolVersion);
    note(`${protocolVersion}, at the beginning`);
    await phone.folderSync('0');
    const ask = async (key: string) =>
      (await phone.sync(syncOf(collection(key, { collectionId: inboxId })))).response?.collections[0];
    await ask('0');
    const [change] = (await ask('1'))?.changes ?? [];
    const properties = change && 'properties' in change ? change.properties : [];
    const list = properties.find(({ name }) => name === 'Attachments');
    const [attachment] = list ? children(list, 'Attachment') : [];
    const fileReference = (attachment && text(attachment, 'FileReference')) ?? '';
    note('after Sync');

    const fetchOne = async (
      target: { by: 'fileReference'; fileReference: string } | { by: 'item'; collectionId: string; serverId: string },
    ) => {
      const bodyPreferences = [{ type: 4, allOrNone: false } as const];
      const options = { bodyPreferences, bodyPartPreferences: [], mimeSupport: 2 } as const;
      const [answer] = (await phone.itemOperations({ operations: [fetchOf(target, options)] })).response?.answers ?? [];
      return answer?.kind === 'fetch' ? answer : undefined;
    };
    const file = await fetchOne({ by: 'fileReference', fileReference });
    const octets = file?.data?.content.kind === 'inline' ? file.data.content.bytes : [];
    expect(digestOf(Buffer.from(octets))).toBe(digestOf(content));
    note('after Fetch of the file');

    const item = await fetchOne({ by: 'item', collectionId: inboxId, serverId: `${inboxId}:1` });
    const body = item?.properties?.find(({ name }) => name === 'Body');
    const data = body && child(body, 'Data');
    expect(digestOf(data?.opaque ?? Buffer.from(data?.text ?? ''))).toBe(digestOf(raw));
    note('after Fetch of the MIME');

    const source = { by: 'item', folderId: inboxId, itemId: `${inboxId}:1` } as const;
    const mime = Buffer.from(`To: bert@example.com\r\nSubject: Fwd ${protocolVersion}\r\n\r\nLook\r\n`);
    const request = { clientId: 'f', saveInSentItems: false, source, replaceMime: false, forwardees: [], mime };
    expect(await phone.smartForward(request)).toMatchObject({ http: 200, response: undefined });
    const taken = smtp.taken.find(({ raw: sent }) => sent.includes(`Subject: Fwd ${protocolVersion}\r\n`));
    const sent = decodeByPython(taken?.raw ?? Buffer.alloc(0)).find(({ fileName }) => fileName === 'large.bin');
    expect(digestOf(sent?.content ?? Buffer.alloc(0))).toBe(digestOf(content));
    note('after SmartForward');
  });
});
