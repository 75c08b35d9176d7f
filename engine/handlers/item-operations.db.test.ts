import { describe, expect, it } from 'vitest';
import { collection, fetchOf, syncOf, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import type { ItemOperation } from '@/lib/protocol/eas/item-operations';
import type { FetchAnswer, ItemOperationAnswer } from '@/lib/protocol/eas/item-operations-response';
import { protocolVersions } from '@/lib/protocol/eas/protocol-version';
import { type EasElement, el, text, textOf } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const engine = await useEngine(url);

const attached = Buffer.from(Array.from({ length: 5000 }, (_each, index) => index % 251));

const mail = [
  'From: Katrin <katrin@example.com>',
  'To: Anna <anna@example.com>',
  'Subject: With a file',
  'Message-ID: <file@example.com>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'See the file',
  '--b',
  'Content-Type: application/octet-stream',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment; filename="data.bin"',
  '',
  attached.toString('base64').replaceAll(/.{76}/g, '$&\r\n'),
  '--b--',
  '',
].join('\r\n');

/** A phone whose newest mail has a file attached. */
async function connect(config = {}) {
  const phone = engine.phone(config);
  await phone.folderSync('0');
  await engine.backend.deliver(phone.user, Buffer.from(mail));
  await phone.sync(syncOf(collection('0')));
  const { response } = await phone.sync(syncOf(collection('1', { windowSize: 1 })));
  const [change] = response?.collections[0]?.changes ?? [];
  const properties = change && 'properties' in change ? change.properties : [];
  const attachments = properties.find(({ name }) => name === 'Attachments')?.children ?? [];
  const [attachment] = attachments;
  return { phone, serverId: change?.serverId ?? '', attachment, properties };
}

async function ask(phone: EasClient, ...operations: ItemOperation[]): Promise<readonly ItemOperationAnswer[]> {
  const { response } = await phone.itemOperations({ operations });
  expect(response?.status).toBe(1);
  return response?.answers ?? [];
}

const one = async (phone: EasClient, operation: ItemOperation): Promise<FetchAnswer> => {
  const [answer] = await ask(phone, operation);
  if (answer?.kind !== 'fetch') throw new Error('no answer to a fetch');
  return answer;
};

const bytesOfData = ({ data }: FetchAnswer): Uint8Array | null =>
  data?.content.kind === 'inline' ? data.content.bytes : null;

const textOfProperty = (properties: readonly EasElement[] | undefined, name: string) => {
  const found = properties?.find((each) => each.name === name);
  return found && textOf(found);
};

describe.each(protocolVersions)('an attachment in %s', (protocolVersion) => {
  it('is named in the mail and fetched by that name, whole or in pieces', async () => {
    const { phone, attachment } = await connect({ protocolVersion });
    if (!attachment) throw new Error('no attachment');
    expect(text(attachment, 'DisplayName')).toBe('data.bin');
    const target = { by: 'fileReference', fileReference: text(attachment, 'FileReference') ?? '' } as const;
    const whole = await one(phone, fetchOf(target));
    expect(whole).toMatchObject({ status: 1, target, data: { contentType: 'application/octet-stream' } });
    expect(whole.data?.range).toBeUndefined();
    expect(Buffer.compare(bytesOfData(whole) ?? Buffer.alloc(0), attached)).toBe(0);
    const piece = await one(phone, fetchOf(target, { range: { first: 1000, last: 1999 } }));
    expect(piece.data?.range).toEqual({ first: 1000, last: 1999 });
    expect(Buffer.compare(bytesOfData(piece) ?? Buffer.alloc(0), attached.subarray(1000, 2000))).toBe(0);
    const end = await one(phone, fetchOf(target, { range: { first: 4990, last: 9999 } }));
    expect(end.data).toMatchObject({ range: { first: 4990, last: 4999 }, totalBytes: 5000 });
    // [MS-ASCMD] 2.2.3.177.8 Status (ItemOperations) 8, 15
    expect(await one(phone, fetchOf(target, { range: { first: 5000, last: 6000 } }))).toMatchObject({ status: 8 });
    const wrong = { by: 'fileReference', fileReference: 'inbox:1:7.7' } as const;
    expect(await one(phone, fetchOf(wrong))).toMatchObject({ status: 15 });
    expect(await one(phone, fetchOf({ by: 'fileReference', fileReference: '../etc' }))).toMatchObject({ status: 15 });
  });
});

describe('a multipart answer', () => {
  it('has bodies and files beside the document', async () => {
    const { phone, attachment, serverId } = await connect();
    if (!attachment) throw new Error('no attachment');
    const fileReference = text(attachment, 'FileReference') ?? '';
    const operations = [
      fetchOf({ by: 'fileReference', fileReference }),
      fetchOf({ by: 'item', collectionId: 'inbox', serverId }),
    ];
    const { response, parts } = await phone.itemOperations({ operations }, { acceptMultipart: true });
    const [file, item] = response?.answers ?? [];
    expect(file).toMatchObject({ status: 1, data: { content: { kind: 'part', part: 1 } } });
    expect(Buffer.compare(parts?.[0] ?? Buffer.alloc(0), attached)).toBe(0);
    const body = item?.kind === 'fetch' ? item.properties?.find(({ name }) => name === 'Body') : undefined;
    expect(body && text(body, 'Part', 'ItemOperations')).toBe('2');
    expect(Buffer.from(parts?.[1] ?? []).toString()).toContain('See the file');
  });
});

describe('a mail that is fetched', () => {
  it('comes in the form that is asked for', async () => {
    const { phone, serverId } = await connect();
    const target = { by: 'item', collectionId: 'inbox', serverId } as const;
    const preference = { type: 4, allOrNone: false } as const;
    const mime = await one(phone, fetchOf(target, { bodyPreferences: [preference], mimeSupport: 2 }));
    const body = mime.properties?.find(({ name }) => name === 'Body');
    expect(body && text(body, 'Data')).toBe(mail);
    const schema = [el('Email', 'Subject')];
    expect((await one(phone, fetchOf(target, { schema }))).properties?.map(({ name }) => name)).toEqual(['Subject']);
    const byLongId = await one(phone, fetchOf({ by: 'longId', longId: serverId }));
    expect(textOfProperty(byLongId.properties, 'Subject')).toBe('With a file');
  });

  it('that is not there, or lies elsewhere, is not found', async () => {
    const { phone, serverId } = await connect();
    const answers = await ask(
      phone,
      fetchOf({ by: 'item', collectionId: 'inbox', serverId: 'inbox:777' }),
      fetchOf({ by: 'item', collectionId: 'sent', serverId }),
      fetchOf({ by: 'longId', longId: 'nonsense' }),
      { ...fetchOf({ by: 'link', linkId: '\\\\server\\file' }), store: 'DocumentLibrary' } as ItemOperation,
    );
    expect(answers.map(({ status }) => status)).toEqual([6, 6, 6, 9]);
  });
});

describe('a folder that is emptied', () => {
  it('keeps its subfolders unless they are to go too', async () => {
    const { phone } = await connect();
    const empty = (collectionId: string, deleteSubFolders = false) =>
      ({ kind: 'emptyFolder', collectionId, deleteSubFolders }) as const;
    expect(await ask(phone, empty('inbox'), empty('nowhere'))).toMatchObject([
      { kind: 'emptyFolder', collectionId: 'inbox', status: 1 },
      { kind: 'emptyFolder', status: 6 },
    ]);
    const account = await engine.backend.authenticate({ username: phone.user, password: 'demo' });
    if (!account) throw new Error('refused');
    expect((await engine.backend.listMessages({ account, folderId: 'inbox' }))?.messages).toEqual([]);
    const names = async () => (await engine.backend.listFolders(account)).map(({ name }) => name);
    await ask(phone, empty('projects'));
    expect(await names()).toContain('Halden');
    await ask(phone, empty('projects', true));
    expect(await names()).not.toContain('Halden');
  });
});

describe('a conversation', () => {
  it('moves as a whole, and is not promised to move for ever', async () => {
    const { phone, properties } = await connect();
    const reply = mail.replace('<file@example.com>', '<re@example.com>\r\nReferences: <file@example.com>');
    await engine.backend.deliver(phone.user, Buffer.from(reply));
    const conversationId = properties.find(({ name }) => name === 'ConversationId')?.opaque;
    if (!conversationId) throw new Error('no conversation');
    const move = { kind: 'move', conversationId, destinationFolderId: 'archive', moveAlways: false } as const;
    expect(await ask(phone, move)).toMatchObject([{ kind: 'move', status: 1 }]);
    const mailbox = await engine.backend.mailbox(phone.user);
    expect(mailbox.list('inbox', undefined)?.messages).toHaveLength(24);
    expect(await ask(phone, { ...move, moveAlways: true })).toMatchObject([{ status: 155 }]);
    expect(await ask(phone, { ...move, destinationFolderId: 'calendar' })).toMatchObject([{ status: 156 }]);
    expect(await ask(phone, { ...move, destinationFolderId: 'nowhere' })).toMatchObject([{ status: 6 }]);
    expect(await ask(phone, { ...move, conversationId: Buffer.alloc(16) })).toMatchObject([{ status: 6 }]);
  });
});

it('GetAttachment gives the octets themselves, and 500 for what is not there', async () => {
  const { phone, attachment } = await connect({ protocolVersion: '12.1' });
  const reference = attachment ? (text(attachment, 'FileReference') ?? '') : '';
  const reply = await phone.getAttachment(reference);
  expect(reply).toMatchObject({ http: 200, headers: { 'content-type': 'application/octet-stream' } });
  expect(Buffer.compare(reply.body, attached)).toBe(0);
  expect(await phone.getAttachment('inbox:1:9')).toMatchObject({ http: 500 });
});
