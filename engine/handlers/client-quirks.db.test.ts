import { afterAll, describe, expect, it } from 'vitest';
import { SecureMail } from '@/engine/content/testing/signed-mail';
import { collection, syncOf, until, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { writeFolderSyncRequest } from '@/lib/protocol/eas/folder-sync';
import { child, type EasElement, text } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

// What clients in the field are known for, where no test of a command looks at it: see docs/clients.md.

const { url } = await useDatabase();
const engine = await useEngine(url);
const secure = new SecureMail();
afterAll(() => secure.close());

async function connect(config = {}, collectionIds: readonly string[] = ['inbox']): Promise<EasClient> {
  const phone = engine.phone(config);
  await phone.folderSync('0');
  for (const collectionId of collectionIds) {
    await phone.sync(syncOf(collection('0', { collectionId })));
    await phone.sync(syncOf(collection('1', { collectionId })));
  }
  return phone;
}

const ask = async (phone: EasClient, syncKey: string, rest = {}) =>
  (await phone.sync(syncOf(collection(syncKey, rest)))).response?.collections[0];

const move = (uid: number, destinationFolderId: string) => ({
  itemId: `inbox:${uid}`,
  sourceFolderId: 'inbox',
  destinationFolderId,
});

/** Full text of most mail, and of what is signed the beginning of its MIME. */
const signedInPart = [
  {
    mimeSupport: 1,
    bodyPreferences: [
      { type: 1, allOrNone: false },
      { type: 4, allOrNone: false, truncationBytes: 100 },
    ],
    bodyPartPreferences: [],
  },
];

const bodyOf = (properties: readonly EasElement[]) => properties.find(({ name }) => name === 'Body');

describe('iOS', () => {
  it('may watch folders that it never synchronised: they have no news for it, and the ping is held', async () => {
    const phone = await connect({}, []);
    const hangUp = new AbortController();
    const folders = [{ id: 'inbox' }, { id: 'sent' }];
    const ping = phone.ping({ heartbeatSeconds: 900, folders }, { signal: hangUp.signal });
    const isHeld = () => engine.engine.held.list().some(({ hold }) => hold.mailbox === phone.user);
    await until(async () => isHeld());
    hangUp.abort();
    await expect(ping).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('several clients', () => {
  it('send changes with key 0, where they mean nothing: they are ignored', async () => {
    const phone = await connect({}, []);
    const changes = [
      { kind: 'delete', serverId: 'inbox:5' } as const,
      { kind: 'change', serverId: 'inbox:24', properties: [], isSend: false } as const,
    ];
    expect(await ask(phone, '0', { changes })).toMatchObject({ status: 1, syncKey: '1', responses: [] });
    const mailbox = await engine.backend.mailbox(phone.user);
    expect(mailbox.list('inbox', undefined)?.messages.map(({ uid }) => uid)).toContain(5);
  });

  it('send changes in a partial request: they are made, once, and no request that refers to it makes them again', async () => {
    const phone = await connect({}, ['inbox', 'sent']);
    const both = [collection('2'), collection('2', { collectionId: 'sent' })];
    await phone.sync(syncOf(...both));
    const changes = [{ kind: 'delete', serverId: 'inbox:5' } as const];
    const partial = { collections: [collection('2', { changes })], isPartial: true };
    const made = (await phone.sync(partial)).response?.collections[0];
    expect(made).toMatchObject({ collectionId: 'inbox', status: 1, syncKey: '3' });
    const mailbox = await engine.backend.mailbox(phone.user);
    const uids = () => mailbox.list('inbox', undefined)?.messages.map(({ uid }) => uid);
    expect(uids()).not.toContain(5);
    const before = uids();
    await phone.sync(undefined);
    expect(uids()).toEqual(before);
  });

  it('send any Content-Type, or none', async () => {
    const phone = await connect();
    for (const contentType of ['text/html', 'application/vnd.ms-sync', 'application/octet-stream', '']) {
      const { element } = await phone.raw('FolderSync', writeFolderSyncRequest({ syncKey: '1' }), { contentType });
      expect(element && text(element, 'Status')).toBe('1');
    }
  });

  it('choke on long ids, spaces and percent signs: there are none, whatever a folder is called', async () => {
    const phone = await connect();
    const made = await phone.folderCreate({ syncKey: '1', parentId: '0', displayName: '50 % — überall', type: 12 });
    const hierarchy = (await phone.folderSync('0')).response?.changes?.added ?? [];
    const items = (await ask(phone, '1'))?.changes ?? [];
    const ids = [made.response?.serverId, ...[...hierarchy, ...items].map(({ serverId }) => serverId)];
    expect(ids.length).toBeGreaterThan(30);
    for (const id of ids) expect(id).toMatch(/^[\w:.-]{1,64}$/);
  });

  it('try for ever to move into Deleted Items what somebody else has deleted: that is a success', async () => {
    const phone = await connect();
    const mailbox = await engine.backend.mailbox(phone.user);
    mailbox.remove('inbox', [5]);
    const { response } = await phone.moveItems({ moves: [move(5, 'trash'), move(6, 'trash'), move(777, 'archive')] });
    expect(response?.answers).toMatchObject([
      { itemId: 'inbox:5', status: 3 },
      { itemId: 'inbox:6', status: 3, newItemId: expect.stringMatching(/^trash:/) },
      { itemId: 'inbox:777', status: 1 },
    ]);
  });
});

describe('Windows Phone', () => {
  it('is told once that a folder is gone', async () => {
    const phone = await connect();
    await phone.folderCreate({ syncKey: '1', parentId: '0', displayName: 'Short-lived', type: 12 });
    const other = engine.phone({ user: phone.user });
    const folders = (await other.folderSync('0')).response?.changes?.added ?? [];
    const gone = folders.find(({ displayName }) => displayName === 'Short-lived')?.serverId ?? '';
    await other.folderDelete({ syncKey: '1', serverId: gone });
    const told = (await phone.folderSync('2')).response;
    expect(told).toMatchObject({ syncKey: '3', changes: { deleted: [gone] } });
    expect((await phone.folderSync('3')).response).toMatchObject({ syncKey: '3', changes: { deleted: [] } });
  });

  it('gets no Truncated for a body that is whole, and a Preview in the body if it asks for one', async () => {
    const phone = await connect({ deviceType: 'WP8' }, []);
    await ask(phone, '0');
    const bodyPreferences = [{ type: 1, allOrNone: false, truncationBytes: 1_000_000, preview: 50 } as const];
    const answered = await ask(phone, '1', { options: [{ bodyPreferences, bodyPartPreferences: [] }] });
    const bodies = (answered?.changes ?? []).flatMap((change) =>
      'properties' in change ? (bodyOf(change.properties) ?? []) : [],
    );
    expect(bodies).toHaveLength(24);
    for (const body of bodies) {
      expect(child(body, 'Truncated')).toBeUndefined();
      expect(child(body, 'Preview')).toBeDefined();
    }
  });
});

describe('BlackBerry', () => {
  it('gets signed mail whole, whatever size it names, and other mail as it asks', async () => {
    const phone = await connect({ deviceType: 'BlackBerry' });
    await engine.backend.deliver(phone.user, secure.signed());
    const answered = await ask(phone, '2', { options: signedInPart });
    const [change] = answered?.changes ?? [];
    const body = change && 'properties' in change ? bodyOf(change.properties) : undefined;
    expect(body && text(body, 'Type')).toBe('4');
    expect(body && child(body, 'Truncated')).toBeUndefined();

    const iPhone = await connect({ user: phone.user });
    await engine.backend.deliver(phone.user, secure.signed());
    const [cut] = (await ask(iPhone, '2', { options: signedInPart }))?.changes ?? [];
    const cutBody = cut && 'properties' in cut ? bodyOf(cut.properties) : undefined;
    expect(cutBody && text(cutBody, 'Truncated')).toBe('1');
  });
});

describe('desktop Outlook', () => {
  const outlook = { deviceType: 'WindowsOutlook15', userAgent: 'Outlook/16.0 (16.0.17328; x64)' };

  it('has what it moved in the other folder already, and is not given it again', async () => {
    const phone = await connect(outlook, ['inbox', 'archive']);
    const [moved] = (await phone.moveItems({ moves: [move(5, 'archive')] })).response?.answers ?? [];
    expect(moved).toMatchObject({ status: 3, newItemId: expect.stringMatching(/^archive:/) });
    const archive = await ask(phone, '2', { collectionId: 'archive' });
    expect(archive?.changes ?? []).toEqual([]);
    const inbox = await ask(phone, '2');
    expect(inbox?.changes).toMatchObject([{ kind: 'delete', serverId: 'inbox:5' }]);
    // It is one of its mails there like any other.
    const mailbox = await engine.backend.mailbox(phone.user);
    const uid = Number(moved?.newItemId?.split(':')[1]);
    mailbox.mark('archive', [uid], { isFlagged: true });
    const told = await ask(phone, archive?.syncKey ?? '2', { collectionId: 'archive' });
    expect(told?.changes).toMatchObject([{ kind: 'change', serverId: moved?.newItemId }]);
  });

  it('is not taken for other phones, which are given it', async () => {
    const phone = await connect({}, ['inbox', 'archive']);
    const [moved] = (await phone.moveItems({ moves: [move(5, 'archive')] })).response?.answers ?? [];
    const archive = await ask(phone, '2', { collectionId: 'archive' });
    expect(archive?.changes).toMatchObject([{ kind: 'add', serverId: moved?.newItemId }]);
  });
});

describe('Outlook for phones and Android', () => {
  it.each([[['0']], [[]]])('search everywhere with the folders %j', async (collectionIds) => {
    const phone = await connect();
    await engine.backend.deliver(phone.user, Buffer.from('Subject: Zeppelin\r\n\r\nhello'));
    const { response } = await phone.search({
      store: 'Mailbox',
      query: { classes: [], collectionIds, freeText: 'zeppelin' },
      options: { deepTraversal: false, rebuildResults: false, bodyPreferences: [], bodyPartPreferences: [] },
    });
    expect(response?.answer).toMatchObject({ status: 1, total: 1 });
  });
});
