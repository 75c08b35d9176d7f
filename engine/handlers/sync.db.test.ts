import { describe, expect, it } from 'vitest';
import { collection, order, syncOf, until, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { protocolVersions } from '@/lib/protocol/eas/protocol-version';
import type { SyncServerChange } from '@/lib/protocol/eas/sync-response';
import { el, textOf } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url);

async function connect(config = {}): Promise<EasClient> {
  const phone = engine.phone(config);
  await phone.folderSync('0');
  return phone;
}

/** A phone that has all of its Inbox, at key 2. */
async function connectAndSync(config = {}): Promise<EasClient> {
  const phone = await connect(config);
  await phone.sync(syncOf(collection('0')));
  await phone.sync(syncOf(collection('1')));
  return phone;
}

const deliver = (phone: EasClient, subject = 'news') =>
  engine.backend.deliver(phone.user, Buffer.from(`Subject: ${subject}\r\n\r\nhello`));

const ask = async (phone: EasClient, syncKey: string, rest = {}) =>
  (await phone.sync(syncOf(collection(syncKey, rest)))).response?.collections[0];

const property = (change: SyncServerChange | undefined, name: string) => {
  const found = change && 'properties' in change ? change.properties.find((each) => each.name === name) : undefined;
  return found && textOf(found);
};

const serverIds = (changes: readonly SyncServerChange[] | undefined, kind: string) =>
  (changes ?? []).filter((change) => change.kind === kind).map(({ serverId }) => serverId);

describe.each(protocolVersions)('FolderSync in %s', (protocolVersion) => {
  it('gives every folder with its type, one of each special type, parents first', async () => {
    const phone = engine.phone({ protocolVersion });
    const { response } = await phone.folderSync('0');
    const added = response?.changes?.added ?? [];
    expect(response).toMatchObject({ status: 1, syncKey: '1' });
    // [MS-ASCMD] 2.2.3.186.3 Type (FolderSync)
    const types = Object.fromEntries(added.map(({ displayName, type }) => [displayName, type]));
    expect(types).toMatchObject({
      Inbox: 2,
      Drafts: 3,
      'Deleted Items': 4,
      Sent: 5,
      Outbox: 6,
      Calendar: 8,
      Contacts: 9,
    });
    const halden = added.findIndex(({ displayName }) => displayName === 'Halden');
    expect(added.findIndex(({ serverId }) => serverId === added[halden]?.parentId)).toBeLessThan(halden);
    expect((await phone.folderSync('1')).response).toMatchObject({ status: 1, syncKey: '1', changes: { added: [] } });
  });
});

describe('FolderSync', () => {
  it('gives an equivalent answer to a client that did not get the first, and starts over from an unknown key', async () => {
    const phone = await connect();
    const again = (await phone.folderSync('0')).response;
    expect(again?.changes?.added).toHaveLength(11);
    expect((await phone.folderSync('77')).response).toEqual({ status: 9, syncKey: undefined, changes: undefined });
    expect((await phone.folderSync('x')).response?.status).toBe(9);
    expect((await phone.folderSync(again?.syncKey ?? '')).response?.status).toBe(1);
    // [MS-ASCMD] 2.2.3.177.5 Status 10
    const noKey = await phone.raw('FolderSync', el('FolderHierarchy', 'FolderSync'));
    expect(noKey.element?.children).toMatchObject([{ name: 'Status', text: '10' }]);
    expect((await phone.raw('FolderSync')).element?.children).toMatchObject([{ text: '10' }]);
  });

  it('answers two requests at once with one key after the other', async () => {
    const phone = engine.phone();
    const answers = await Promise.all([phone.folderSync('0'), phone.folderSync('0'), phone.folderSync('0')]);
    expect(answers.map(({ response }) => response?.status)).toEqual([1, 1, 1]);
    expect(new Set(answers.map(({ response }) => response?.syncKey)).size).toBe(3);
  });
});

describe.each(protocolVersions)('Sync in %s', (protocolVersion) => {
  it('gives a key first, then the mails, then nothing at all', async () => {
    const phone = await connect({ protocolVersion });
    expect(await ask(phone, '0')).toMatchObject({ syncKey: '1', collectionId: 'inbox', status: 1, changes: [] });
    const mails = await ask(phone, '1');
    expect(mails).toMatchObject({ syncKey: '2', status: 1, isMoreAvailable: false });
    expect(mails?.changes).toHaveLength(24);
    const [newest] = mails?.changes ?? [];
    expect(property(newest, 'Subject')).toBe('Slides for Thursday');
    expect(property(newest, 'From')).toBe('"Katrin Weber" <katrin.weber@example.com>');
    const nothing = await phone.sync(syncOf(collection('2')));
    expect(nothing).toMatchObject({ http: 200, response: undefined, headers: { 'content-length': '0' } });
  });
});

describe('the window', () => {
  it('is filled with the newest first and says that there is more', async () => {
    const phone = await connect();
    await ask(phone, '0');
    const first = await ask(phone, '1', { windowSize: 10 });
    const second = await ask(phone, '2', { windowSize: 10 });
    const third = await ask(phone, '3', { windowSize: 10 });
    expect([first, second, third].map((each) => each?.changes?.length)).toEqual([10, 10, 4]);
    expect([first, second, third].map((each) => each?.isMoreAvailable)).toEqual([true, true, false]);
    const all = [first, second, third].flatMap((each) => serverIds(each?.changes, 'add'));
    expect(new Set(all).size).toBe(24);
    expect(all[0]).toBe('inbox:24');
  });

  it('holds for the whole request as well', async () => {
    const phone = await connect();
    const of = (key: string) => [collection(key), collection(key, { collectionId: 'sent' })];
    await phone.sync(syncOf(...of('0')));
    const { response } = await phone.sync({ collections: of('1'), windowSize: 20, isPartial: false });
    expect(response?.collections.map(({ changes }) => changes?.length)).toEqual([20, 0]);
    expect(response?.collections.map(({ isMoreAvailable }) => isMoreAvailable)).toEqual([true, true]);
  });
});

describe('what happens to mails', () => {
  it('reaches the phone: new ones, read marks, deletions', async () => {
    const phone = await connectAndSync();
    const mailbox = await engine.backend.mailbox(phone.user);
    await deliver(phone);
    mailbox.remove('inbox', [3]);
    mailbox.setRead('inbox', 24, true);
    const answer = await ask(phone, '2');
    expect(serverIds(answer?.changes, 'delete')).toEqual(['inbox:3']);
    expect(serverIds(answer?.changes, 'change')).toEqual(['inbox:24']);
    expect(serverIds(answer?.changes, 'add')).toEqual(['inbox:25']);
    expect(
      property(
        answer?.changes?.find(({ kind }) => kind === 'change'),
        'Read',
      ),
    ).toBe('1');
    expect(await ask(phone, answer?.syncKey ?? '')).toBeUndefined();
  });

  it('is given again, under the same key, to a phone that did not get the answer; nothing is lost or doubled', async () => {
    const phone = await connectAndSync();
    await deliver(phone, 'first');
    const lost = await ask(phone, '2');
    await deliver(phone, 'second');
    const repeated = await ask(phone, '2');
    expect(repeated?.syncKey).toBe(lost?.syncKey);
    expect(serverIds(repeated?.changes, 'add')).toEqual(serverIds(lost?.changes, 'add'));
    // Whichever of the two it took in: from there it is the second mail, once.
    const next = await ask(phone, lost?.syncKey ?? '');
    expect(serverIds(next?.changes, 'add')).toEqual(['inbox:26']);
    // Older keys are no good any more.
    expect(await ask(phone, '2')).toMatchObject({ status: 3, syncKey: '0' });
    expect(await ask(phone, '9')).toMatchObject({ status: 3 });
  });

  it('of a window in the middle is given again as it was', async () => {
    const phone = await connect();
    await ask(phone, '0');
    const first = await ask(phone, '1', { windowSize: 5 });
    const again = await ask(phone, '1', { windowSize: 5 });
    expect(again).toEqual(first);
    expect(serverIds((await ask(phone, '2', { windowSize: 5 }))?.changes, 'add')[0]).toBe('inbox:19');
  });

  it('does not go to a phone that primes again, until it asks with the new key', async () => {
    const phone = await connectAndSync();
    const primed = await ask(phone, '0');
    expect(primed).toMatchObject({ syncKey: '3', changes: [] });
    expect((await ask(phone, '3'))?.changes).toHaveLength(24);
  });

  it('is filtered by age if the phone wants that, and what grows too old is forgotten, not deleted', async () => {
    const phone = await connect();
    const threeDays = [{ filterType: 2, bodyPreferences: [], bodyPartPreferences: [] }];
    await ask(phone, '0', { options: threeDays });
    const recent = await ask(phone, '1');
    expect(recent?.changes?.length).toBeGreaterThan(5);
    expect(recent?.changes?.length).toBeLessThan(24);
    const all = await ask(phone, '2', { options: [{ filterType: 0, bodyPreferences: [], bodyPartPreferences: [] }] });
    expect((recent?.changes?.length ?? 0) + (all?.changes?.length ?? 0)).toBe(24);
    const oneDay = await ask(phone, '3', {
      options: [{ filterType: 1, bodyPreferences: [], bodyPartPreferences: [] }],
    });
    expect(new Set(oneDay?.changes?.map(({ kind }) => kind))).toEqual(new Set(['softDelete']));
  });
});

describe('a Sync without a body', () => {
  it('repeats the last one, and is Status 13 where there is none', async () => {
    const phone = await connect();
    expect((await phone.sync(undefined)).response).toMatchObject({ status: 13 });
    await ask(phone, '0');
    await ask(phone, '1');
    await ask(phone, '2');
    expect((await phone.sync(undefined)).response).toBeUndefined();
    await deliver(phone);
    expect((await phone.sync(undefined)).response?.collections[0]?.changes).toHaveLength(1);
  });

  it('may be partial: what it does not name is as before', async () => {
    const phone = await connect();
    await phone.sync(syncOf(collection('0'), collection('0', { collectionId: 'sent' })));
    const inbox = await phone.sync(syncOf(collection('1'), collection('1', { collectionId: 'sent' })));
    expect(inbox.response?.collections).toHaveLength(2);
    await phone.sync(syncOf(collection('2'), collection('2', { collectionId: 'sent' })));
    await deliver(phone);
    const partial = await phone.sync({ collections: [collection('2', { collectionId: 'sent' })], isPartial: true });
    expect(partial.response?.collections).toMatchObject([{ collectionId: 'inbox' }]);
  });
});

describe('a waiting Sync', () => {
  const wait = (value: number, unit: 'seconds' | 'minutes' = 'seconds') => ({
    ...syncOf(collection('2')),
    hold: { unit, value },
  });

  async function hold(phone: EasClient) {
    const before = engine.engine.held.count;
    const answer = phone.sync(wait(900), { timeoutMs: 60_000 });
    await until(async () => engine.engine.held.count > before);
    return { answer };
  }

  it('brings new mail as it comes', async () => {
    const phone = await connectAndSync();
    const { answer } = await hold(phone);
    await deliver(phone);
    expect((await answer).response?.collections[0]?.changes).toHaveLength(1);
  });

  it('is told of an order instead, and gets no mail', async () => {
    const phone = await connectAndSync();
    const { answer } = await hold(phone);
    await order(db, phone, 'wipe');
    expect((await answer).response).toMatchObject({ status: 140, collections: [] });
  });

  it('is sent home with nothing when the engine or its time ends', async () => {
    const phone = await connectAndSync();
    const { answer } = await hold(phone);
    engine.engine.held.wake({ mailbox: phone.user }, { why: 'expired' });
    expect(await answer).toMatchObject({ http: 200, response: undefined });
  });

  it.each([
    [59, 'seconds', 60],
    [3541, 'seconds', 3540],
    [0, 'minutes', 1],
    [60, 'minutes', 59],
  ] as const)('of %i %s is offered %i', async (value, unit, limit) => {
    // [MS-ASCMD] 2.2.3.177.17 Status 14
    const phone = await connectAndSync();
    expect((await phone.sync(wait(value, unit))).response).toMatchObject({ status: 14, limit });
  });
});

describe('a folder', () => {
  it('that the device does not have is Status 12: it runs FolderSync', async () => {
    const phone = engine.phone();
    expect(await ask(phone, '0')).toMatchObject({ status: 12 });
    await phone.folderSync('0');
    expect(await ask(phone, '0', { collectionId: 'nonsense' })).toMatchObject({ status: 12 });
  });

  it('of another class than mail is empty', async () => {
    const phone = await connect();
    expect(await ask(phone, '0', { collectionId: 'calendar' })).toMatchObject({ syncKey: '1', status: 1 });
    expect(await ask(phone, '1', { collectionId: 'calendar' })).toBeUndefined();
  });
});

describe('a restart of the demo, which gives uids out anew', () => {
  it('leads to a clean start', async () => {
    const phone = await connectAndSync();
    const state = { validity: 'another', token: '', read: '1:24', unread: '' };
    await db.collectionState.updateMany({
      where: { collectionId: 'inbox', device: { mailbox: { name: phone.user } } },
      data: { state },
    });
    expect(await ask(phone, '2')).toMatchObject({ status: 3, syncKey: '0' });
    expect(await ask(phone, '0')).toMatchObject({ status: 1, syncKey: '3' });
  });
});

describe('an order that comes while the answer is being made', () => {
  it('keeps the answer back', async () => {
    const phone = await connectAndSync();
    await deliver(phone);
    const { fetchHeads } = engine.backend;
    engine.backend.fetchHeads = async (query) => {
      await order(db, phone, 'wipe');
      await until(async () =>
        engine.engine.held.isOverruled(engine.engine.held.position - 1, {
          mailbox: phone.user,
          deviceKey: phone.deviceId.toLowerCase(),
        }),
      );
      return fetchHeads.call(engine.backend, query);
    };
    try {
      expect((await phone.sync(syncOf(collection('2')))).response).toMatchObject({ status: 140, collections: [] });
    } finally {
      engine.backend.fetchHeads = fetchHeads;
    }
  });
});
