import { expect, it } from 'vitest';
import { collection, fetchOf, syncOf, useEngine } from '@/engine/engine-under-test';
import type { SyncClientChange } from '@/lib/protocol/eas/sync-client-changes';
import { type EasElement, el, textOf } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const engine = await useEngine(url);

const draft = (...more: EasElement[]): EasElement[] => [
  el('Email', 'To', 'Bert <bert@example.com>'),
  el('Email', 'Subject', 'Zeppelin'),
  el('AirSyncBase', 'Body', [el('AirSyncBase', 'Type', 1), el('AirSyncBase', 'Data', 'to be continued'), ...more]),
];

/** A phone with a draft of its own. */
async function connect(...more: EasElement[]) {
  const phone = engine.phone();
  await phone.folderSync('0');
  const inDrafts = (key: string, changes: SyncClientChange[] = []) =>
    syncOf(collection(key, { collectionId: 'drafts', changes }));
  let key = '0';
  const ask = async (...changes: SyncClientChange[]) => {
    const answered = (await phone.sync(inDrafts(key, changes))).response?.collections[0];
    key = answered?.syncKey ?? key;
    return answered;
  };
  await ask();
  await ask();
  const [added] = (await ask({ kind: 'add', clientId: 'c1', properties: draft(...more) }))?.responses ?? [];
  return { phone, ask, serverId: added?.serverId ?? '' };
}

const valueOf = (properties: readonly EasElement[] | undefined, name: string) => {
  const found = properties?.find((each) => each.name === name);
  return found && textOf(found);
};

it.each([
  ['Bcc', el('Email2', 'Bcc', 'boss@example.com'), 'boss@example.com'],
  ['Importance', el('Email', 'Importance', 2), '2'],
  ['Subject', el('Email', 'Subject', 'Airship'), 'Airship'],
])('a draft whose %s alone is changed is written anew, and says the rest as before', async (name, property, value) => {
  const { ask, serverId } = await connect();
  const answered = await ask({ kind: 'change', serverId, properties: [property] });
  expect(answered).toMatchObject({ status: 1, responses: [] });
  const [gone, fresh] = answered?.changes ?? [];
  expect(gone).toMatchObject({ kind: 'delete', serverId });
  const properties = fresh && 'properties' in fresh ? fresh.properties : [];
  expect(valueOf(properties, name)).toBe(value);
  expect(valueOf(properties, 'To')).toBe('"Bert" <bert@example.com>');
});

it('a draft with a body in a form that is none is Status 6, and is not kept', async () => {
  const { phone, ask } = await connect();
  const mailbox = await engine.backend.mailbox(phone.user);
  const count = mailbox.all('drafts').length;
  const body = el('AirSyncBase', 'Body', [el('AirSyncBase', 'Type', 'a'), el('AirSyncBase', 'Data', 'x')]);
  const answered = await ask({ kind: 'add', clientId: 'c2', properties: [el('Email', 'Subject', 'No'), body] });
  expect(answered?.responses).toMatchObject([{ kind: 'add', clientId: 'c2', status: 6 }]);
  expect(mailbox.all('drafts')).toHaveLength(count);
});

it('a draft that is only marked stays where it is', async () => {
  const { ask, serverId } = await connect();
  const flag = el('Email', 'Flag', [el('Email', 'Status', 2)]);
  const answered = await ask({ kind: 'change', serverId, properties: [flag] });
  expect(answered).toMatchObject({ status: 1, responses: [], changes: [] });
});

it.each([true, false])('a body is kept whatever the phone says about its length: %s', async (isTruncated) => {
  const { phone, serverId } = await connect(el('AirSyncBase', 'Truncated', isTruncated));
  const mailbox = await engine.backend.mailbox(phone.user);
  const account = await engine.backend.authenticate({ username: phone.user, password: 'demo' });
  if (!account) throw new Error('refused');
  const uid = Number(serverId.split(':')[1]);
  expect(mailbox.find('drafts', [uid])).toHaveLength(1);
  const part = { account, folderId: 'drafts', uid, path: '', limitBytes: 10_000 };
  expect((await engine.backend.fetchPart(part))?.content.toString()).toContain('to be continued');
});

it('a draft is called one by Sync, Search and ItemOperations, and a mail that was sent is not', async () => {
  const { phone, ask, serverId } = await connect();
  const other = engine.phone({ user: phone.user });
  await other.folderSync('0');
  await other.sync(syncOf(collection('0', { collectionId: 'drafts' })));
  const { response } = await other.sync(syncOf(collection('1', { collectionId: 'drafts' })));
  const synced = response?.collections[0]?.changes?.find((change) => change.serverId === serverId);
  expect(valueOf(synced && 'properties' in synced ? synced.properties : [], 'IsDraft')).toBe('1');
  expect(synced).toMatchObject({
    properties: expect.arrayContaining([
      expect.objectContaining({ name: 'ConversationId' }),
      expect.objectContaining({ name: 'ConversationIndex' }),
    ]),
  });

  const options = { deepTraversal: false, rebuildResults: false, bodyPreferences: [], bodyPartPreferences: [] };
  const search = async (folder: string) => {
    const query = { classes: [], collectionIds: [folder], freeText: 'Zeppelin' };
    return (await phone.search({ store: 'Mailbox', query, options })).response?.answer?.results[0]?.properties;
  };
  expect(valueOf(await search('drafts'), 'IsDraft')).toBe('1');
  const fetch = fetchOf({ by: 'item', collectionId: 'drafts', serverId });
  const [fetched] = (await phone.itemOperations({ operations: [fetch] })).response?.answers ?? [];
  expect(valueOf(fetched?.kind === 'fetch' ? fetched.properties : [], 'IsDraft')).toBe('1');

  await ask({ kind: 'change', serverId, isSend: true, properties: [] });
  expect(await search('drafts')).toBeUndefined();
  expect(valueOf(await search('sent'), 'IsDraft')).toBe('0');
});
