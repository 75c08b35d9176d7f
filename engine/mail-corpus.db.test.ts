import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderIdFor } from '@/engine/backends/folder-id';
import { decodeByPython, type PythonPart } from '@/engine/content/testing/decode-by-python';
import { withCrlf } from '@/engine/content/header-block';
import { collection, fetchOf, syncOf } from '@/engine/engine-under-test';
import { useEngineOverDovecot } from '@/engine/engine-over-dovecot';
import type { EasClient } from '@/engine/testing/eas-client';
import type { FetchOperation } from '@/lib/protocol/eas/item-operations';
import type { FetchAnswer } from '@/lib/protocol/eas/item-operations-response';
import type { BodyPreference } from '@/lib/protocol/eas/sync-options';
import { child, children, type EasElement, text } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

// Every message of the corpus lies in a real mailbox, octet by octet, and is read by phones of three versions in three
// forms. What an attachment holds is decided by Python's parser, which shares nothing with ours.

const { url } = await useDatabase();
const { dovecot, phone: phoneOf } = await useEngineOverDovecot(url);
const folder = new URL('content/testdata/', import.meta.url);
const names = readdirSync(folder)
  .map((name) => name.replace('.eml', ''))
  .sort();
const inboxId = folderIdFor('INBOX');
const user = 'corpus@example.com';

const rawOf = (name: string): Buffer => readFileSync(new URL(`${name}.eml`, folder));

/** What the mail server hands out: lines end in CRLF, and as a literal has no NUL (RFC 3501), Dovecot writes 0x80. */
const storedOf = (name: string): Buffer => Buffer.from(withCrlf(rawOf(name)).map((octet) => octet || 0x80));

const decoded = new Map<string, readonly PythonPart[]>();
beforeAll(async () => {
  for (const name of names) {
    dovecot.deliver(user, rawOf(name));
    decoded.set(name, decodeByPython(storedOf(name)));
  }
});

const forms = [1, 2, 4] as const;
type Form = (typeof forms)[number];
type Items = ReadonlyMap<string, readonly EasElement[]>;

const preferring = (type: Form): { bodyPreferences: BodyPreference[]; bodyPartPreferences: []; mimeSupport: 2 } => ({
  bodyPreferences: [{ type, allOrNone: false, truncationBytes: 0x7fff_ffff }],
  bodyPartPreferences: [],
  mimeSupport: 2,
});

/** Every mail in one form, by its id. */
async function readAll(phone: EasClient, type: Form): Promise<Items> {
  const ask = async (key: string, options = {}) =>
    (await phone.sync(syncOf(collection(key, { collectionId: inboxId, windowSize: 512, ...options })))).response
      ?.collections[0];
  await phone.folderSync('0');
  await ask('0', { options: [preferring(type)] });
  const items = new Map<string, readonly EasElement[]>();
  for (let key: string | null = '1'; key !== null;) {
    const answered = await ask(key);
    for (const change of answered?.changes ?? [])
      if (change.kind === 'add') items.set(change.serverId, change.properties);
    key = answered?.isMoreAvailable ? answered.syncKey : null;
  }
  return items;
}

async function fetchOne(
  phone: EasClient,
  target: FetchOperation['target'],
  form: Form,
): Promise<FetchAnswer | undefined> {
  const { response } = await phone.itemOperations({ operations: [fetchOf(target, preferring(form))] });
  const [answer] = response?.answers ?? [];
  return answer?.kind === 'fetch' ? answer : undefined;
}

const find = (item: readonly EasElement[] | undefined, name: string) => item?.find((each) => each.name === name);
const dataOf = (item: readonly EasElement[] | undefined): Buffer => {
  const body = find(item, 'Body');
  const data = body && child(body, 'Data');
  return Buffer.from(data?.opaque ?? Buffer.from(data?.text ?? ''));
};
const bodyType = (item: readonly EasElement[] | undefined) => {
  const body = find(item, 'Body');
  return body && [text(body, 'Type'), text(body, 'Truncated')];
};
const attachmentsOf = (item: readonly EasElement[] | undefined) => {
  const list = find(item, 'Attachments');
  return list ? children(list, 'Attachment') : [];
};

describe.each(['12.1', '14.1', '16.1'] as const)('on a phone of %s', (protocolVersion) => {
  const phones = new Map<Form, EasClient>();
  const read = new Map<Form, Items>();
  beforeAll(async () => {
    for (const form of forms) {
      // MIME that is no text is octets; the other decoder writes those as if they were text.
      const config = form === 4 ? { protocolVersion, onDocument: () => undefined } : { protocolVersion };
      const phone = await phoneOf(user, config);
      phones.set(form, phone);
      read.set(form, await readAll(phone, form));
    }
  }, 60_000);

  it.each(names.map((name, index) => [name, `${inboxId}:${index + 1}`] as const))(
    '%s is whole: its MIME octet by octet, its files as another parser reads them',
    async (name, serverId) => {
      const [asText, asHtml, asMime] = forms.map((form) => read.get(form)?.get(serverId));
      expect([bodyType(asText), bodyType(asHtml), bodyType(asMime)]).toEqual([
        ['1', undefined],
        ['2', undefined],
        ['4', undefined],
      ]);
      expect(dataOf(asMime).equals(storedOf(name))).toBe(true);
      const [textPhone, mimePhone] = [phones.get(1), phones.get(4)];
      if (!textPhone || !mimePhone) throw new Error('The phones are made before');
      const fetched = await fetchOne(mimePhone, { by: 'item', collectionId: inboxId, serverId }, 4);
      expect(dataOf(fetched?.properties).equals(storedOf(name))).toBe(true);

      for (const item of [asHtml, asMime]) expect(attachmentsOf(item).length).toBe(attachmentsOf(asText).length);
      for (const attachment of attachmentsOf(asText)) {
        const fileReference = text(attachment, 'FileReference') ?? '';
        const expected = decoded.get(name)?.find(({ path }) => fileReference === `${serverId}:${path}`);
        const file = await fetchOne(textPhone, { by: 'fileReference', fileReference }, 1);
        const content = file?.data?.content.kind === 'inline' ? file.data.content.bytes : [];
        expect([fileReference, Buffer.from(content).toString('base64')]).toEqual([
          fileReference,
          expected?.content.toString('base64'),
        ]);
      }
    },
  );

  it.each([
    ['windows-1252-as-latin1', 'Offer', 'Price: 12 € – “only” today… Grüße'],
    ['utf8-as-ascii', 'No charset', 'Grüße, 日本'],
    ['shift-jis', '日本語', '日本語'],
    ['big5', '中文', '中文'],
    ['euc-kr', '한국', '한국'],
    ['gb2312', '你好', '你好，世界'],
    ['iso-2022-jp', 'こんにちは', 'こんにちは、世界'],
    ['koi8-r', 'Привет', 'Добрый день'],
    ['latin1', 'Grüße', 'Schöne Grüße'],
    ['unknown-charset', 'Hello there', 'Grüße'],
    ['html-own-charset', 'Meta', 'Grüße & Küsse'],
    ['broken-encoded-words', 'Grüße aus München and spaces', 'Der Betreff ist kaputt.'],
    ['eight-bit-headers', 'Grüße aus München', 'Schön'],
    ['quoted-printable-broken', 'Broken', 'Grüße =ZZ 100% = fine'],
    ['base64-broken', 'Broken', 'Grüße aus München'],
    ['double-fields', 'second', 'Which?'],
    ['body-only', undefined, 'Second paragraph.'],
    ['nul', 'NUL', 'before'],
    ['unterminated', 'Cut off', 'The rest is missing.'],
  ])('%s can be read', (name, subject, words) => {
    const item = read.get(1)?.get(`${inboxId}:${names.indexOf(name) + 1}`);
    const found = find(item, 'Subject')?.text;
    expect(subject === undefined ? (found ?? '') : found).toContain(subject ?? '');
    expect(dataOf(item).toString()).toContain(words);
  });

  it.each([
    [
      'broken-file-names',
      ['Übersicht für 2026.bin', expect.any(String), 'Übersicht.bin', 'Annual'].concat(
        '....evil .. nametxt.exe',
        'second.bin',
        'no type.bin',
      ),
    ],
    ['shift-jis', ['日本語.csv']],
    ['nested', ['second.eml', 'one.bin']],
    ['nested-only', ['message.eml']],
    ['digest', ['message.eml', 'message.eml']],
    ['inline-images', ['attachment-1.png', 'second.png']],
    ['pgp-signed', ['signature.asc']],
    ['bounce', ['attachment-1.txt', 'message.eml']],
    ['calendar-beside', ['invite.ics']],
    ['text-attachments', ['umlaut.csv', 'data.json', 'fix.patch', 'later.ics', 'page.html', 'empty.txt']],
  ])('%s names its files so that a phone can show them', (name, displayNames) => {
    const item = read.get(1)?.get(`${inboxId}:${names.indexOf(name) + 1}`);
    expect(attachmentsOf(item).map((each) => text(each, 'DisplayName'))).toEqual(displayNames);
  });

  it('shows people whose names were written without saying in which charset', () => {
    const item = read.get(1)?.get(`${inboxId}:${names.indexOf('eight-bit-headers') + 1}`);
    expect(find(item, 'From')?.text).toBe('"Jörg Weber" <joerg@example.com>');
    expect(find(item, 'To')?.text).toBe('"Käthe" <kaethe@example.com>');
  });
});
