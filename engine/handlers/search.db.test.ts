import { describe, expect, it } from 'vitest';
import { collection, fetchOf, syncOf, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import type { FindMailbox } from '@/lib/protocol/eas/find';
import { readGalEntry } from '@/lib/protocol/eas/gal-entry';
import { certificateRetrieval } from '@/lib/protocol/eas/resolve-recipients';
import type { MailboxQuery } from '@/lib/protocol/eas/search-query';
import { protocolVersions } from '@/lib/protocol/eas/protocol-version';
import { type EasElement, textOf } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url);

const textOfProperty = (properties: readonly EasElement[], name: string) => {
  const found = properties.find((each) => each.name === name);
  return found && textOf(found);
};

async function connect(config = {}): Promise<EasClient> {
  const phone = engine.phone(config);
  await phone.folderSync('0');
  for (const [subject, file] of [
    ['Zeppelin one', false],
    ['Zeppelin two', true],
    ['Other', false],
  ] as const) {
    const type = file
      ? 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Disposition: attachment; filename=a.bin\r\nContent-Type: application/octet-stream\r\n\r\nxx\r\n--b--\r\n'
      : '\r\nhello\r\n';
    await engine.backend.deliver(
      phone.user,
      Buffer.from(`From: Katrin <k@example.com>\r\nSubject: ${subject}\r\n${type}`),
    );
  }
  return phone;
}

const options = { deepTraversal: false, rebuildResults: false, bodyPreferences: [], bodyPartPreferences: [] };

async function searchMail(phone: EasClient, query: Partial<MailboxQuery>, rest = {}) {
  const whole = { classes: [], collectionIds: [], ...query };
  const { response } = await phone.search({ store: 'Mailbox', query: whole, options: { ...options, ...rest } });
  expect(response?.status).toBe(1);
  return response?.answer;
}

describe.each(protocolVersions)('a search for mail in %s', (protocolVersion) => {
  it('finds the newest first, in every folder, page by page', async () => {
    const phone = await connect({ protocolVersion });
    const all = await searchMail(phone, { freeText: 'zeppelin' });
    expect(all).toMatchObject({ status: 1, total: 2, range: { first: 0, last: 1 } });
    const subjects = all?.results.map(({ properties }) => textOfProperty(properties, 'Subject'));
    expect(subjects).toEqual(['Zeppelin two', 'Zeppelin one']);
    const second = await searchMail(phone, { freeText: 'zeppelin' }, { range: { first: 1, last: 5 } });
    expect(second).toMatchObject({ total: 2, range: { first: 1, last: 1 } });
    expect(second?.results).toHaveLength(1);
    // [MS-ASCMD] 2.2.3.177.13 Status (Search) 12
    expect(await searchMail(phone, { freeText: 'zeppelin' }, { range: { first: 2, last: 5 } })).toMatchObject({
      status: 12,
    });
    // LongId names the mail to ItemOperations
    const longId = all?.results[0]?.longId ?? '';
    const fetch = fetchOf({ by: 'longId', longId });
    const fetched = (await phone.itemOperations({ operations: [fetch] })).response?.answers[0];
    expect(fetched).toMatchObject({ kind: 'fetch', status: 1 });
  });
});

describe('a search for mail', () => {
  it('keeps to the folder, the class and the days that it names', async () => {
    const phone = await connect();
    expect((await searchMail(phone, { freeText: 'zeppelin', collectionIds: ['sent'] }))?.results).toEqual([]);
    expect((await searchMail(phone, { freeText: 'zeppelin', collectionIds: ['inbox'] }))?.results).toHaveLength(2);
    expect(await searchMail(phone, { freeText: 'x', collectionIds: ['nowhere'] })).toMatchObject({ status: 11 });
    expect((await searchMail(phone, { freeText: 'zeppelin', classes: ['Calendar'] }))?.results).toEqual([]);
    const tomorrow = new Date(Date.now() + 86_400_000);
    expect((await searchMail(phone, { freeText: 'zeppelin', receivedAfter: tomorrow }))?.results).toEqual([]);
    expect((await searchMail(phone, { freeText: 'zeppelin hasattachment:true' }))?.total).toBe(1);
  });

  it('finds a conversation', async () => {
    const phone = await connect();
    await phone.sync(syncOf(collection('0')));
    const { response } = await phone.sync(syncOf(collection('1', { windowSize: 1 })));
    const [change] = response?.collections[0]?.changes ?? [];
    const properties = change && 'properties' in change ? change.properties : [];
    const conversationId = properties.find(({ name }) => name === 'ConversationId')?.opaque;
    const found = await searchMail(phone, { conversationId });
    expect(found?.results.map(({ longId }) => longId)).toEqual([change?.serverId]);
  });

  it('knows no documents', async () => {
    const phone = await connect();
    const { response } = await phone.search({ store: 'DocumentLibrary', linkId: '\\\\server\\share', options });
    expect(response).toMatchObject({ status: 1, answer: { status: 4 } });
  });
});

describe('Find', () => {
  const ask = async (phone: EasClient, criterion: Partial<FindMailbox>) => {
    const whole: FindMailbox = { kind: 'mailbox', freeText: 'zeppelin', deepTraversal: true, ...criterion };
    return (await phone.find({ searchId: 's1', criterion: whole })).response;
  };

  it('shows of each mail what a list of results needs', async () => {
    const phone = await connect();
    const answer = await ask(phone, {});
    expect(answer).toMatchObject({ status: 1, answer: { status: 1, total: 2, range: { first: 0, last: 1 } } });
    const [first] = answer?.answer?.results ?? [];
    expect(first).toMatchObject({ class: 'Email', collectionId: 'inbox', serverId: expect.stringMatching(/^inbox:/) });
    const properties = first?.properties ?? [];
    expect(textOfProperty(properties, 'Subject')).toBe('Zeppelin two');
    expect(textOfProperty(properties, 'Preview')).toBe('hello');
    expect(textOfProperty(properties, 'HasAttachments')).toBe('1');
    expect(properties.some(({ name }) => name === 'Body')).toBe(false);
  });

  it('begins at the beginning, and asks for FolderSync where a folder is gone', async () => {
    const phone = await connect();
    expect(await ask(phone, { range: { first: 1, last: 9 } })).toMatchObject({ status: 1, answer: { status: 4 } });
    expect(await ask(phone, { collectionId: 'nowhere' })).toEqual({ status: 3 });
    expect(await ask(phone, { freeText: 'nothing-like-this' })).toMatchObject({ answer: { status: 1, results: [] } });
  });
});

describe('the address book', () => {
  async function withPeople() {
    const phone = await connect({ user: `asking${Math.random().toString(36).slice(2, 8)}@book.example` });
    const people = [
      ['paula.gruen@book.example', 'Paula Grün'],
      ['peter.gruen@book.example', 'Peter Grün'],
      ['paula@elsewhere.example', 'Paula Elsewhere'],
    ] as const;
    for (const [name, displayName] of people) {
      await db.mailbox.upsert({ where: { name }, create: { name, displayName }, update: {} });
    }
    return phone;
  }

  it('finds people of the same domain by the beginning of a name or address', async () => {
    const phone = await withPeople();
    const ask = async (query: string) => (await phone.search({ store: 'GAL', query, options })).response?.answer;
    const found = await ask('paul');
    expect(found?.results.map(({ properties }) => readGalEntry(properties))).toEqual([
      {
        displayName: 'Paula Grün',
        alias: 'paula.gruen',
        firstName: 'Paula',
        lastName: 'Grün',
        emailAddress: 'paula.gruen@book.example',
      },
    ]);
    expect((await ask('Grün'))?.total).toBe(2);
    expect((await ask('nobody'))?.results).toEqual([]);
    const found16 = (await phone.find({ searchId: 's', criterion: { kind: 'gal', query: 'paul' } })).response;
    expect(found16?.answer).toMatchObject({ store: 'GAL', status: 1, total: 1 });
  });

  it('resolves recipients, says when there are several, and promises no certificates', async () => {
    const phone = await withPeople();
    const request = {
      to: ['paula.gruen@book.example', 'Grün', 'nobody'],
      certificateRetrieval: certificateRetrieval.full,
    };
    const { response } = await phone.resolveRecipients(request);
    expect(response).toMatchObject({
      status: 1,
      answers: [
        { status: 1, recipientCount: 1, recipients: [{ displayName: 'Paula Grün', certificates: { status: 7 } }] },
        { status: 2, recipientCount: 2 },
        { status: 4, recipientCount: 0, recipients: [] },
      ],
    });
    const few = await phone.resolveRecipients({ ...request, to: ['Grün'], maxAmbiguousRecipients: 1 });
    expect(few.response?.answers).toMatchObject([{ status: 3, recipientCount: 2, recipients: [{ type: 1 }] }]);
  });
});
