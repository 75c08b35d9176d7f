import { describe, expect, it } from 'vitest';
import { collection, syncOf, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import type { SyncClientChange } from '@/lib/protocol/eas/sync-client-changes';
import type { SyncOptions } from '@/lib/protocol/eas/sync-options';
import { children, type EasElement, el, text, textOf } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const engine = await useEngine(url, { servesLegacyVersion: true });

const letter = 'Äpfel und Birnen. '.repeat(100);
const file = Buffer.from(Array.from({ length: 3000 }, (_each, index) => index % 251));
const mail = [
  'From: Katrin <katrin@example.com>',
  'To: Anna <anna@example.com>',
  'Subject: With a file',
  'Message-ID: <legacy@example.com>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from(letter).toString('base64'),
  '--b',
  'Content-Type: application/octet-stream',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment; filename="data & more.bin"',
  'Content-ID: <file@example.com>',
  '',
  file.toString('base64').replaceAll(/.{76}/g, '$&\r\n'),
  '--b--',
  '',
].join('\r\n');

async function connect(): Promise<EasClient> {
  const phone = engine.phone({ protocolVersion: '2.5', deviceType: 'PocketPC', userAgent: 'MSFT-PPC/5.2.1622' });
  await phone.folderSync('0');
  await engine.backend.deliver(phone.user, Buffer.from(mail));
  return phone;
}

const named = (syncKey: string, rest: Partial<Parameters<typeof collection>[1]> = {}) =>
  syncOf(collection(syncKey, { class: 'Email', ...rest }));

const optionsOf = (options: Partial<SyncOptions>): SyncOptions[] => [
  { bodyPreferences: [], bodyPartPreferences: [], ...options },
];

/** The newest mail, synchronised with these options. */
async function newest(phone: EasClient, options?: Partial<SyncOptions>) {
  const wishes = options && optionsOf(options);
  const primed = (await phone.sync(named('0'))).response?.collections[0]?.syncKey ?? '';
  const answer = await phone.sync(named(primed, { windowSize: 1, options: wishes }));
  const [answered] = answer.response?.collections ?? [];
  const [change] = answered?.changes ?? [];
  const properties = change && 'properties' in change ? change.properties : [];
  return { properties, serverId: change?.serverId ?? '', syncKey: answered?.syncKey ?? '' };
}

const find = (properties: readonly EasElement[], name: string) => properties.find((each) => each.name === name);
const value = (properties: readonly EasElement[], name: string) => {
  const found = find(properties, name);
  return found && textOf(found);
};

describe('a mail in 2.5', () => {
  it('has nothing that came later, and nothing of AirSyncBase', async () => {
    const { properties } = await newest(await connect());
    expect(new Set(properties.map(({ namespace }) => namespace))).toEqual(new Set(['Email']));
    const names = properties.map(({ name }) => name);
    for (const later of ['Flag', 'Categories', 'ContentClass', 'NativeBodyType']) expect(names).not.toContain(later);
    expect(value(properties, 'Subject')).toBe('With a file');
    expect(value(properties, 'InternetCPID')).toBe('65001');
    expect(value(properties, 'Read')).toBe('0');
  });

  it('has its whole text if no Truncation is named', async () => {
    for (const options of [undefined, {}, { truncation: 9 }]) {
      const { properties } = await newest(await connect(), options);
      expect(value(properties, 'BodyTruncated')).toBe('0');
      expect(value(properties, 'Body')?.trimEnd()).toBe(letter.trimEnd());
      expect(find(properties, 'BodySize')).toBeUndefined();
    }
  });

  it.each([
    [0, 0],
    [1, 512],
    [2, 1024],
    [3, 2048],
    [4, 5120],
    [5, 10_240],
    [6, 20_480],
    [7, 51_200],
    [8, 102_400],
  ])('with Truncation %i has at most %i octets of text, and says how much there is', async (truncation, octets) => {
    const { properties } = await newest(await connect(), { truncation });
    const size = Buffer.byteLength(letter);
    const isCut = octets < size;
    expect(value(properties, 'BodyTruncated')).toBe(isCut ? '1' : '0');
    const body = Buffer.byteLength(value(properties, 'Body') ?? '');
    expect(body).toBeLessThanOrEqual(Math.min(octets, size));
    expect(body).toBeGreaterThanOrEqual(Math.min(octets, size) - 3);
    expect(find(properties, 'Body') === undefined).toBe(octets === 0);
    expect(Number(value(properties, 'BodySize') ?? size)).toBeGreaterThanOrEqual(isCut ? octets + 1 : size);
  });

  it('is handed out as MIME if that is wanted, cut as MIMETruncation says, and that comes first', async () => {
    const whole = await newest(await connect(), { mimeSupport: 2, mimeTruncation: 8 });
    expect(value(whole.properties, 'MIMETruncated')).toBe('0');
    expect(value(whole.properties, 'MIMEData')).toContain('Subject: With a file');
    expect(value(whole.properties, 'MIMESize')).toBe(String(mail.length));
    expect(find(whole.properties, 'Body')).toBeUndefined();
    const cut = await newest(await connect(), { mimeSupport: 2, mimeTruncation: 1 });
    expect(value(cut.properties, 'MIMETruncated')).toBe('1');
    expect(value(cut.properties, 'MIMEData')).toHaveLength(4096);
    const names = cut.properties.map(({ name }) => name);
    expect(names.indexOf('MIMETruncated')).toBeLessThan(names.indexOf('MIMEData'));
  });

  it('is fetched whole by name, whatever was wanted before', async () => {
    const phone = await connect();
    const { serverId, syncKey } = await newest(phone, { truncation: 1 });
    const changes: SyncClientChange[] = [{ kind: 'fetch', serverId }];
    const { response } = await phone.sync(named(syncKey, { changes, getChanges: false }));
    const [fetched] = response?.collections[0]?.responses ?? [];
    expect(fetched).toMatchObject({ kind: 'fetch', serverId, status: 1 });
    expect(value(fetched?.properties ?? [], 'BodyTruncated')).toBe('0');
    expect(value(fetched?.properties ?? [], 'Body')?.trimEnd()).toBe(letter.trimEnd());
  });

  it('names its attachments for GetAttachment', async () => {
    const phone = await connect();
    const { properties } = await newest(phone);
    const attachments = find(properties, 'Attachments');
    const [attachment] = attachments ? children(attachments, 'Attachment') : [];
    expect(attachment?.namespace).toBe('Email');
    const fields = Object.fromEntries(attachment?.children.map((each) => [each.name, textOf(each)]) ?? []);
    expect(fields).toMatchObject({ AttMethod: '1', DisplayName: 'data & more.bin' });
    expect(Number(fields.AttSize)).toBeCloseTo(file.length, -1);
    expect(fields.AttOId).toContain('file@example.com');
    const parameters = { attachmentName: fields.AttName };
    const answer = await phone.post('GetAttachment', undefined, { parameters });
    expect(answer).toMatchObject({ http: 200, headers: { 'content-type': 'application/octet-stream' } });
    expect(Buffer.from(answer.body)).toEqual(file);
  });
});

describe('Sync in 2.5', () => {
  it('answers every collection with its class, also if nothing is new', async () => {
    const phone = await connect();
    const primed = await phone.sync(named('0'));
    const [first] = primed.response?.collections ?? [];
    expect(first).toMatchObject({ class: 'Email', collectionId: 'inbox', status: 1 });
    const all = await phone.sync(named(first?.syncKey ?? '', { windowSize: 512 }));
    const syncKey = all.response?.collections[0]?.syncKey ?? '';
    for (const rest of [{}, { options: optionsOf({ truncation: 2 }) }]) {
      const quiet = await phone.sync(named(syncKey, rest));
      expect(quiet.response?.status).toBeUndefined();
      expect(quiet.response?.collections).toEqual([
        expect.objectContaining({ class: 'Email', collectionId: 'inbox', status: 1, syncKey }),
      ]);
    }
  });

  it('takes a collection by its class alone, and gives a class to one that was named without', async () => {
    const phone = await connect();
    const byClass = await phone.sync(syncOf(collection('0', { class: 'Email', collectionId: '' })));
    expect(byClass.response?.collections).toMatchObject([{ class: 'Email', collectionId: 'inbox', status: 1 }]);
    const byId = await phone.sync(syncOf(collection('0')));
    expect(byId.response?.collections).toMatchObject([{ class: 'Email', collectionId: 'inbox', status: 1 }]);
    const calendar = await phone.sync(syncOf(collection('0', { class: 'Calendar', collectionId: '' })));
    expect(calendar.response?.collections).toMatchObject([{ class: 'Calendar', status: 1 }]);
    const unknown = await phone.sync(syncOf(collection('0', { class: 'Notes', collectionId: '' })));
    expect(unknown.response?.collections).toMatchObject([{ class: 'Notes', status: 8 }]);
    expect(unknown.http).toBe(200);
  });

  it('says with Status 8 that a folder is gone, and with 3 that a key is none', async () => {
    const phone = await connect();
    const gone = await phone.sync(named('0', { collectionId: 'nowhere' }));
    expect(gone.response?.collections).toMatchObject([{ status: 8 }]);
    const none = await phone.sync(named('77'));
    expect(none.response?.collections).toMatchObject([{ status: 3, syncKey: '0' }]);
  });

  it('is never held, and knows no global window and no partial request', async () => {
    const phone = await connect();
    const { syncKey } = await newest(phone);
    const inbox = el('AirSync', 'Collection', [
      el('AirSync', 'Class', 'Email'),
      el('AirSync', 'SyncKey', syncKey),
      el('AirSync', 'CollectionId', 'inbox'),
    ]);
    const request = el('AirSync', 'Sync', [el('AirSync', 'Collections', [inbox]), el('AirSync', 'Wait', 99)]);
    expect((await phone.raw('Sync', request)).http).toBe(200);
    const partial = el('AirSync', 'Sync', [el('AirSync', 'Partial'), el('AirSync', 'WindowSize', 5)]);
    expect(await phone.raw('Sync', partial)).toMatchObject({ http: 400, element: undefined });
  });

  it('refuses as a whole by HTTP: no body, no document, too many collections', async () => {
    const phone = await connect();
    expect((await phone.sync(undefined)).http).toBe(400);
    expect((await phone.post('Sync', Buffer.from('no document'))).http).toBe(400);
    const many = Array.from({ length: 301 }, () => collection('0', { class: 'Email' }));
    expect((await phone.sync(syncOf(...many))).http).toBe(400);
  });

  it('takes read marks and deletions, and shows no flags', async () => {
    const phone = await connect();
    const { serverId, syncKey } = await newest(phone);
    const read: SyncClientChange = { kind: 'change', serverId, properties: [el('Email', 'Read', true)] };
    const marked = await phone.sync(named(syncKey, { changes: [read], getChanges: false }));
    const [after] = marked.response?.collections ?? [];
    expect(after).toMatchObject({ status: 1, responses: [] });

    const account = { user: phone.user, password: 'demo' };
    const other = engine.phone({ ...account, protocolVersion: '16.1' });
    await other.folderSync('0');
    const key = (await other.sync(syncOf(collection('0')))).response?.collections[0]?.syncKey ?? '';
    const seen = await other.sync(syncOf(collection(key, { windowSize: 1 })));
    const [item] = seen.response?.collections[0]?.changes ?? [];
    expect(item && 'properties' in item && value(item.properties, 'Read')).toBe('1');
    const flag = el('Email', 'Flag', [el('Email', 'Status', 2)]);
    const flagging: SyncClientChange = { kind: 'change', serverId, properties: [flag] };
    await other.sync(syncOf(collection(seen.response?.collections[0]?.syncKey ?? '', { changes: [flagging] })));

    const rest = await phone.sync(named(after?.syncKey ?? '', { windowSize: 512 }));
    const kinds = rest.response?.collections[0]?.changes?.map(({ kind }) => kind) ?? [];
    expect(new Set(kinds)).toEqual(new Set(['add']));
    const removal: SyncClientChange = { kind: 'delete', serverId };
    const deleted = await phone.sync(named(rest.response?.collections[0]?.syncKey ?? '', { changes: [removal] }));
    expect(deleted.response?.collections[0]).toMatchObject({ status: 1 });
  });

  it('gives an equivalent answer to a client that did not get the first', async () => {
    const phone = await connect();
    const primed = (await phone.sync(named('0'))).response?.collections[0]?.syncKey ?? '';
    const request = named(primed, { windowSize: 5, options: optionsOf({ truncation: 1 }) });
    const [once, again] = [await phone.sync(request), await phone.sync(request)];
    expect(again.response).toEqual(once.response);
  });
});

describe('other commands of 2.5', () => {
  it('estimate a collection by its class', async () => {
    const phone = await connect();
    const { syncKey } = await newest(phone);
    const { response } = await phone.getItemEstimate({ collections: [{ syncKey, collectionId: '', class: 'Email' }] });
    expect(response?.answers).toMatchObject([{ status: 1, class: 'Email', collectionId: 'inbox' }]);
    expect(response?.answers[0]?.estimate).toBeGreaterThanOrEqual(23);
    const named = await phone.getItemEstimate({ collections: [{ syncKey, collectionId: 'inbox' }] });
    expect(named.response?.answers).toMatchObject([{ status: 1, class: 'Email' }]);
  });

  it('search the address book, and nothing else', async () => {
    const phone = await connect();
    const options = { deepTraversal: false, rebuildResults: false, bodyPreferences: [], bodyPartPreferences: [] };
    const people = await phone.search({ store: 'GAL', query: 'owner', options });
    expect(people.response).toMatchObject({ status: 1, answer: { status: 1 } });
    const query = { classes: [], collectionIds: ['inbox'], freeText: 'file' };
    const mails = await phone.search({ store: 'Mailbox', query, options });
    expect(mails.response?.answer).toMatchObject({ status: 2, results: [] });
  });

  it('send a message as it is, reply to another, and move it', async () => {
    const phone = await connect();
    const { serverId } = await newest(phone);
    const message = Buffer.from('To: bob@example.com\r\nSubject: Hello\r\n\r\nFrom an old phone');
    const contentType = 'message/rfc822';
    const sent = await phone.post('SendMail', message, { contentType, parameters: { saveInSent: true } });
    expect(sent).toMatchObject({ http: 200, body: expect.objectContaining({ length: 0 }) });
    expect((await phone.post('SendMail', message, { contentType })).http).toBe(200);
    const parameters = { collectionId: 'inbox', itemId: serverId };
    expect((await phone.post('SmartReply', message, { contentType, parameters })).http).toBe(200);
    const move = el('Move', 'MoveItems', [
      el('Move', 'Move', [
        el('Move', 'SrcMsgId', serverId),
        el('Move', 'SrcFldId', 'inbox'),
        el('Move', 'DstFldId', 'trash'),
      ]),
    ]);
    const { element } = await phone.raw('MoveItems', move);
    const [response] = element ? children(element, 'Response') : [];
    expect(response && text(response, 'Status')).toBe('3');
  });
});
