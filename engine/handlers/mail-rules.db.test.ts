import { describe, expect, it } from 'vitest';
import { collection, fetchOf, followPolicy, givePolicy, syncOf, useEngine } from '@/engine/engine-under-test';
import type { PolicySettings } from '@/lib/domain/policies/contract';
import { bodyType } from '@/lib/protocol/eas/body-preference';
import { type EasElement, text } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url);

const DAY_MS = 86_400_000;

const mail = [
  'From: Katrin <katrin@example.com>',
  'Subject: With a file',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  `<p>${'Hello Anna '.repeat(50)}</p>`,
  '--b',
  'Content-Type: application/octet-stream',
  'Content-Disposition: attachment; filename="data.bin"',
  '',
  'x'.repeat(5000),
  '--b--',
  '',
].join('\r\n');

/** A phone that follows a policy with these settings, and the newest mail as it gets it. */
async function connect(settings: Partial<PolicySettings>) {
  const phone = engine.phone();
  await givePolicy(db, phone.user, { settings });
  await followPolicy(phone);
  await phone.folderSync('0');
  await engine.backend.deliver(phone.user, Buffer.from(mail));
  await phone.sync(syncOf(collection('0')));
  const bodyPreferences = [bodyType.html, bodyType.text].map((type) => ({ type, allOrNone: false }));
  const options = [{ bodyPreferences, bodyPartPreferences: [] }];
  const { response } = await phone.sync(syncOf(collection('1', { windowSize: 512, options })));
  const changes = response?.collections[0]?.changes ?? [];
  const [newest] = changes;
  const properties = newest && 'properties' in newest ? newest.properties : [];
  const find = (name: string): EasElement | undefined => properties.find((each) => each.name === name);
  return { phone, count: changes.length, body: find('Body'), attachments: find('Attachments') };
}

async function fetchFile(phone: Awaited<ReturnType<typeof connect>>['phone'], fileReference: string) {
  const operation = fetchOf({ by: 'fileReference', fileReference });
  return (await phone.itemOperations({ operations: [operation] })).response?.answers[0]?.status;
}

const nothing: Partial<PolicySettings> = {};

describe('a policy', () => {
  it('that says nothing about mail takes nothing away', async () => {
    const { phone, body, attachments } = await connect(nothing);
    expect(body && text(body, 'Type')).toBe('2');
    const [file] = attachments?.children ?? [];
    expect(await fetchFile(phone, (file && text(file, 'FileReference')) ?? '')).toBe(1);
  });

  it('without attachments shows none and hands none out', async () => {
    const { attachments } = await connect({ AttachmentsEnabled: false });
    expect(attachments).toBeUndefined();
    const free = await connect(nothing);
    const [file] = free.attachments?.children ?? [];
    const reference = (file && text(file, 'FileReference')) ?? '';
    await givePolicy(db, free.phone.user, { settings: { AttachmentsEnabled: false } });
    await followPolicy(free.phone);
    // [MS-ASCMD] 2.2.3.177.8 Status (ItemOperations) 16
    expect(await fetchFile(free.phone, reference)).toBe(16);
  });

  it('with a limit for attachments hands out those below it', async () => {
    const small = await connect({ MaxAttachmentSize: 4000 });
    const [file] = small.attachments?.children ?? [];
    expect(await fetchFile(small.phone, (file && text(file, 'FileReference')) ?? '')).toBe(16);
    const large = await connect({ MaxAttachmentSize: 6000 });
    const [other] = large.attachments?.children ?? [];
    expect(await fetchFile(large.phone, (other && text(other, 'FileReference')) ?? '')).toBe(1);
  });

  it('without HTML gives the text of it, cut where the policy says', async () => {
    const { body } = await connect({ AllowHTMLEmail: false, MaxEmailBodyTruncationSize: 40 });
    expect(body && text(body, 'Type')).toBe('1');
    expect(body && text(body, 'Data')).toBe('Hello Anna Hello Anna Hello Anna Hello A');
    expect(body && text(body, 'Truncated')).toBe('1');
  });

  it('that keeps few days of mail holds also for a phone that asks for all of it', async () => {
    const all = await connect(nothing);
    const few = await connect({ MaxEmailAgeFilter: 2 });
    expect(few.count).toBeGreaterThan(0);
    expect(few.count).toBeLessThan(all.count);
    const account = await engine.backend.authenticate({ username: few.phone.user, password: 'demo' });
    if (!account) throw new Error('refused');
    // Three days, from the beginning of a day on.
    const since = new Date(Math.floor((Date.now() - 3 * DAY_MS) / DAY_MS) * DAY_MS);
    const listing = await engine.backend.listMessages({ account, folderId: 'inbox', since });
    expect(few.count).toBe(listing?.messages.length);
  });

  it('that wants signed or encrypted mail lets no other out', async () => {
    const send = async (settings: Partial<PolicySettings>, type: string) => {
      const { phone } = await connect(settings);
      const mime = Buffer.from(`To: bert@example.com\r\nSubject: x\r\nContent-Type: ${type}\r\n\r\nhello\r\n`);
      return (await phone.sendMail({ clientId: 'c', saveInSentItems: false, mime })).response?.status;
    };
    const signed = { RequireSignedSMIMEMessages: true };
    const encrypted = { RequireEncryptedSMIMEMessages: true };
    expect(await send(signed, 'text/plain')).toBe(120);
    expect(await send(signed, 'multipart/signed; boundary=b')).toBeUndefined();
    expect(await send(encrypted, 'multipart/signed; boundary=b')).toBe(120);
    expect(await send(encrypted, 'application/pkcs7-mime; smime-type=signed-data')).toBe(120);
    expect(await send(encrypted, 'application/pkcs7-mime; smime-type=enveloped-data')).toBeUndefined();
  });
});
