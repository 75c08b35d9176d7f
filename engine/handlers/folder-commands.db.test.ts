import { describe, expect, it } from 'vitest';
import { collection, syncOf, useEngine } from '@/engine/engine-under-test';
import { knownProtocolVersions } from '@/lib/protocol/eas/protocol-version';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const engine = await useEngine(url, { servesLegacyVersion: true });

const news = { displayName: 'Receipts', parentId: '0', type: 12 } as const;

describe.each(knownProtocolVersions)('folders made by a phone in %s', (protocolVersion) => {
  it('are made, renamed, moved and deleted, and never come back as news', async () => {
    const phone = engine.phone({ protocolVersion });
    await phone.folderSync('0');
    const made = (await phone.folderCreate({ syncKey: '1', ...news })).response;
    expect(made).toMatchObject({ status: 1, syncKey: '2', serverId: expect.any(String) });
    const serverId = made?.serverId ?? '';
    expect((await phone.folderSync('2')).response).toMatchObject({ syncKey: '2', changes: { added: [] } });

    const change = { syncKey: '2', serverId, displayName: 'Bills', parentId: 'projects' };
    expect((await phone.folderUpdate(change)).response).toEqual({ status: 1, syncKey: '3' });
    expect((await phone.folderSync('3')).response).toMatchObject({ syncKey: '3', changes: { updated: [] } });
    const all = (await phone.folderSync('0')).response?.changes?.added ?? [];
    expect(all.find((folder) => folder.serverId === serverId)).toMatchObject({
      displayName: 'Bills',
      parentId: 'projects',
    });

    const { response } = await phone.folderDelete({ syncKey: '4', serverId });
    expect(response).toEqual({ status: 1, syncKey: '5' });
    expect((await phone.folderSync('5')).response).toMatchObject({ changes: { deleted: [] } });
  });
});

describe('a folder command that is repeated since its answer was lost', () => {
  it('is done once and answered alike', async () => {
    const phone = engine.phone();
    await phone.folderSync('0');
    const first = (await phone.folderCreate({ syncKey: '1', ...news })).response;
    expect((await phone.folderCreate({ syncKey: '1', ...news })).response).toEqual(first);
    const serverId = first?.serverId ?? '';
    const rename = { syncKey: '2', serverId, displayName: 'Bills', parentId: '0' };
    const renamed = (await phone.folderUpdate(rename)).response;
    expect((await phone.folderUpdate(rename)).response).toEqual(renamed);
    const gone = (await phone.folderDelete({ syncKey: '3', serverId })).response;
    expect((await phone.folderDelete({ syncKey: '3', serverId })).response).toEqual(gone);
    const names = (await phone.folderSync('0')).response?.changes?.added.map(({ displayName }) => displayName);
    expect(names).not.toContain('Receipts');
    expect(names).not.toContain('Bills');
  });
});

describe('what cannot be done to folders', () => {
  it('is said with the status of its reason, and no key moves', async () => {
    const phone = engine.phone();
    await phone.folderSync('0');
    const create = async (rest: object) => (await phone.folderCreate({ syncKey: '1', ...news, ...rest })).response;
    const update = async (rest: object) => {
      const request = { syncKey: '1', serverId: 'projects', displayName: 'Plans', parentId: '0', ...rest };
      return (await phone.folderUpdate(request)).response;
    };
    const remove = async (rest: object) => {
      return (await phone.folderDelete({ syncKey: '1', serverId: 'projects', ...rest })).response;
    };
    // [MS-ASCMD] 2.2.3.177.3 to 2.2.3.177.6
    expect(await create({ displayName: 'Projects' })).toEqual({ status: 2 });
    expect(await create({ parentId: 'nowhere' })).toEqual({ status: 5 });
    expect(await create({ syncKey: '77' })).toEqual({ status: 9 });
    expect(await update({ displayName: 'Archive' })).toEqual({ status: 2 });
    expect(await update({ serverId: 'inbox' })).toEqual({ status: 2 });
    expect(await update({ serverId: 'nothing' })).toEqual({ status: 4 });
    expect(await update({ parentId: 'nowhere' })).toEqual({ status: 5 });
    expect(await update({ syncKey: '77' })).toEqual({ status: 9 });
    expect(await remove({ serverId: 'inbox' })).toEqual({ status: 3 });
    expect(await remove({ serverId: 'nothing' })).toEqual({ status: 4 });
    expect(await remove({ syncKey: '77' })).toEqual({ status: 9 });
    expect((await phone.folderSync('1')).response).toMatchObject({ status: 1, syncKey: '1' });
  });
});

describe('moved mails', () => {
  async function connect() {
    const phone = engine.phone();
    await phone.folderSync('0');
    await phone.sync(syncOf(collection('0')));
    await phone.sync(syncOf(collection('1')));
    return phone;
  }
  const move = (uid: number, destinationFolderId = 'archive', sourceFolderId = 'inbox') => ({
    itemId: `${sourceFolderId}:${uid}`,
    sourceFolderId,
    destinationFolderId,
  });

  it('leave one folder, appear in the other, and are moved once', async () => {
    const phone = await connect();
    const first = (await phone.moveItems({ moves: [move(5), move(6)] })).response;
    expect(first?.answers).toMatchObject([
      { itemId: 'inbox:5', status: 3, newItemId: expect.stringMatching(/^archive:\d+$/) },
      { itemId: 'inbox:6', status: 3 },
    ]);
    expect((await phone.moveItems({ moves: [move(5), move(6)] })).response).toEqual(first);
    const { response } = await phone.sync(syncOf(collection('2')));
    const gone = response?.collections[0]?.changes?.map(({ kind, serverId }) => [kind, serverId]).toSorted();
    expect(gone).toEqual([
      ['delete', 'inbox:5'],
      ['delete', 'inbox:6'],
    ]);
  });

  it('that cannot be moved are answered one by one', async () => {
    const phone = await connect();
    const moves = [move(777), move(7, 'nowhere'), move(8, 'inbox'), move(9), move(1, 'archive', 'nowhere')];
    // [MS-ASCMD] 2.2.3.177.10 Status (MoveItems)
    expect((await phone.moveItems({ moves })).response?.answers.map(({ status }) => status)).toEqual([1, 2, 4, 3, 1]);
  });
});

describe('an estimate', () => {
  it('counts what the next Sync brings, without moving the key', async () => {
    const phone = engine.phone();
    await phone.folderSync('0');
    const ask = async (syncKey: string, collectionId = 'inbox', rest = {}) =>
      (await phone.getItemEstimate({ collections: [{ syncKey, collectionId, ...rest }] })).response?.answers[0];
    expect(await ask('0')).toMatchObject({ status: 3 });
    await phone.sync(syncOf(collection('0')));
    expect(await ask('1')).toMatchObject({ status: 1, collectionId: 'inbox', estimate: 24 });
    await phone.sync(syncOf(collection('1')));
    expect(await ask('2')).toMatchObject({ status: 1, estimate: 0 });
    await engine.backend.deliver(phone.user, Buffer.from('Subject: one more\r\n\r\nhello'));
    expect(await ask('2')).toMatchObject({ status: 1, estimate: 1 });
    expect(await ask('9')).toMatchObject({ status: 4 });
    expect(await ask('1', 'nowhere')).toMatchObject({ status: 2 });
    expect(await ask('2', 'inbox', { options: [{ filterType: 6 }] })).toMatchObject({ status: 110 });
  });
});
