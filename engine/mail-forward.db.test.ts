import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderIdFor } from '@/engine/backends/folder-id';
import { decodeByPython, type PythonPart } from '@/engine/content/testing/decode-by-python';
import { SecureMail } from '@/engine/content/testing/signed-mail';
import { readHeaderBlock, withCrlf } from '@/engine/content/header-block';
import { sealOf } from '@/engine/content/sealed-message';
import { collection, syncOf } from '@/engine/engine-under-test';
import { useEngineOverDovecot } from '@/engine/engine-over-dovecot';
import type { EasClient } from '@/engine/testing/eas-client';
import type { BodyPreference } from '@/lib/protocol/eas/sync-options';
import { child, children, type EasElement, text } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

// What a phone forwards without ever having loaded it arrives as it was: read by Python's parser before and after.

const { url } = await useDatabase();
const { dovecot, smtp, phone: phoneOf } = await useEngineOverDovecot(url);
const folder = new URL('content/testdata/', import.meta.url);
const names = readdirSync(folder)
  .map((name) => name.replace('.eml', ''))
  .sort();
const inboxId = folderIdFor('INBOX');
const user = 'katrin@example.com';
const secure = new SecureMail();
afterAll(() => secure.close());

const rawOf = (name: string): Buffer => readFileSync(new URL(`${name}.eml`, folder));
const storedOf = (name: string): Buffer => Buffer.from(withCrlf(rawOf(name)).map((octet) => octet || 0x80));

let forwards = 0;
const cover = (subject: string) =>
  Buffer.from(
    `From: ${user}\r\nTo: anna@example.com\r\nSubject: Fwd: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nFür dich ${subject}\r\n`,
  );

/** Forwards a mail that the phone has not loaded. @returns what the mail system was given */
async function forward(phone: EasClient, itemId: string): Promise<Buffer> {
  forwards += 1;
  const subject = `number ${forwards}`;
  const source = { by: 'item', folderId: inboxId, itemId } as const;
  const { http, response } = await phone.smartForward({
    clientId: subject,
    saveInSentItems: false,
    source,
    replaceMime: false,
    forwardees: [],
    mime: cover(subject),
  });
  expect([http, response]).toEqual([200, undefined]);
  const taken = smtp.taken.find(({ raw }) => raw.includes(`Subject: Fwd: ${subject}\r\n`));
  if (!taken) throw new Error('Nothing was sent');
  return taken.raw;
}

type Items = ReadonlyMap<string, readonly EasElement[]>;

async function readAll(phone: EasClient, type: 1 | 4, collectionId = inboxId): Promise<Items> {
  const bodyPreferences: BodyPreference[] = [{ type, allOrNone: false, truncationBytes: 0x7fff_ffff }];
  const options = [{ bodyPreferences, bodyPartPreferences: [], mimeSupport: 2 as const }];
  const ask = async (key: string, rest = {}) =>
    (await phone.sync(syncOf(collection(key, { collectionId, windowSize: 512, ...rest })))).response?.collections[0];
  await phone.folderSync('0');
  await ask('0', { options });
  const answered = await ask('1');
  expect(answered?.isMoreAvailable).toBe(false);
  const added = (answered?.changes ?? []).flatMap((each) => (each.kind === 'add' ? [each] : []));
  return new Map(added.map(({ serverId, properties }) => [serverId, properties]));
}

const find = (item: readonly EasElement[] | undefined, name: string) => item?.find((each) => each.name === name);
const mimeOf = (item: readonly EasElement[] | undefined): Buffer => {
  const body = find(item, 'Body');
  const data = body && child(body, 'Data');
  return Buffer.from(data?.opaque ?? Buffer.from(data?.text ?? ''));
};
const pathsOf = (item: readonly EasElement[] | undefined): string[] => {
  const list = find(item, 'Attachments');
  return (list ? children(list, 'Attachment') : []).map(
    (each) => (text(each, 'FileReference') ?? '').split(':')[2] ?? '',
  );
};

/** What has to be the same of a file. Whether a text says its charset does not matter where it is only ASCII. */
function facts({ type, charset, content }: PythonPart): string {
  const isAscii = content.every((octet) => octet < 128);
  return [type, isAscii || !type.startsWith('text/') ? '' : (charset ?? ''), content.toString('base64')].join('\n');
}

describe('a mail that is forwarded', () => {
  let phone: EasClient;
  let items: Items;
  beforeAll(async () => {
    for (const name of names) dovecot.deliver(user, rawOf(name));
    phone = await phoneOf(user, { protocolVersion: '16.1' });
    items = await readAll(phone, 1);
  }, 60_000);

  it.each(names.map((name, index) => [name, `${inboxId}:${index + 1}`] as const))(
    '%s takes its files along unharmed',
    async (name, serverId) => {
      const sent = decodeByPython(await forward(phone, serverId));
      const stored = storedOf(name);
      const parts = decodeByPython(stored);
      // What is sealed goes as it is, with everything in it.
      const whole = { path: '', type: 'message/rfc822', fileName: null, charset: null, content: stored };
      const expected = isSealed(stored)
        ? [whole]
        : pathsOf(items.get(serverId)).flatMap((path) => parts.find((each) => each.path === path) ?? []);
      const arrived = sent.map(facts);
      expect(expected.map(facts).filter((each) => !arrived.includes(each))).toEqual([]);
    },
  );
});

function isSealed(raw: Buffer): boolean {
  try {
    return sealOf(readHeaderBlock(raw)) !== null;
  } catch {
    return false; // it begins with no header
  }
}

describe.each(['12.1', '14.1', '16.1'] as const)('S/MIME on a phone of %s', (protocolVersion) => {
  const owner = `secure${protocolVersion}@example.com`;
  const signed = secure.signed('Content-Type: text/plain; charset=utf-8\n\nGrüße  \n\n.\nFrom here\n');
  const encrypted = secure.encrypted();
  let phone: EasClient;
  beforeAll(async () => {
    dovecot.deliver(owner, signed);
    dovecot.deliver(owner, encrypted);
    phone = await phoneOf(owner, { protocolVersion });
    await phone.folderSync('0');
  }, 60_000);

  it('is handed out as it is: openssl verifies and decrypts what the phone got', async () => {
    const items = await readAll(phone, 4);
    expect(secure.verified(mimeOf(items.get(`${inboxId}:1`)))).toContain('Grüße  \r\n\r\n.\r\nFrom here');
    expect(secure.decrypted(mimeOf(items.get(`${inboxId}:2`)))).toContain('Secret');
  });

  it('is forwarded as it is: openssl verifies and decrypts what the recipient got', async () => {
    const attached = async (serverId: string) =>
      decodeByPython(await forward(phone, serverId)).find(({ type }) => type === 'message/rfc822')?.content;
    expect(secure.verified((await attached(`${inboxId}:1`)) ?? Buffer.alloc(0))).toContain('From here');
    expect(secure.decrypted((await attached(`${inboxId}:2`)) ?? Buffer.alloc(0))).toContain('Secret');
  });

  it('that the phone sends goes out, and into Sent, with a signature that holds', async () => {
    const mime = secure.signed(`Content-Type: text/plain\n\nSent by ${protocolVersion}\n`);
    const { http, response } = await phone.sendMail({ clientId: 'signed', saveInSentItems: true, mime });
    expect([http, response]).toEqual([200, undefined]);
    const taken = smtp.taken.find(({ raw }) => raw.includes(`Sent by ${protocolVersion}`));
    expect(secure.verified(taken?.raw ?? Buffer.alloc(0))).toContain(`Sent by ${protocolVersion}`);
    const folders = (await phone.folderSync('0')).response?.changes?.added;
    const sentId = folders?.find(({ type }) => type === 5)?.serverId ?? '';
    const [kept] = (await readAll(phone, 4, sentId)).values();
    expect(secure.verified(mimeOf(kept))).toContain(`Sent by ${protocolVersion}`);
  });

  it('keeps its signature when it is the phone that signs what it forwards', async () => {
    const mime = secure.signed(`Content-Type: text/plain\n\nForwarded by ${protocolVersion}\n`);
    const source = { by: 'item', folderId: inboxId, itemId: `${inboxId}:1` } as const;
    const request = {
      clientId: 'signed forward',
      saveInSentItems: false,
      source,
      replaceMime: true,
      forwardees: [],
      mime,
    };
    expect((await phone.smartForward(request)).http).toBe(200);
    const taken = smtp.taken.find(({ raw }) => raw.includes(`Forwarded by ${protocolVersion}`));
    // Up to 12.1 the client cannot say that its message is whole: it is attached as it is.
    const own = protocolVersion === '12.1' ? signedPartOf(taken?.raw ?? Buffer.alloc(0)) : taken?.raw;
    expect(secure.verified(own ?? Buffer.alloc(0))).toContain(`Forwarded by ${protocolVersion}`);
  });
});

/** The first part of a message, octet by octet. */
function signedPartOf(raw: Buffer): Buffer {
  const octets = raw.toString('latin1');
  const boundary = /boundary="([^"]+)"/.exec(octets)?.[1] ?? '';
  return Buffer.from(octets.split(`--${boundary}`)[1]?.slice(2) ?? '', 'latin1');
}
