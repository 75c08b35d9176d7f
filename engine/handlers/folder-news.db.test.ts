import { describe, expect, it } from 'vitest';
import { collection, syncOf, useEngine } from '@/engine/engine-under-test';
import { type EasElement, text } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const engine = await useEngine(url);

async function connect(config = {}) {
  const phone = engine.phone(config);
  const { response } = await phone.folderSync('0');
  const account = await engine.backend.authenticate({ username: phone.user, password: 'demo' });
  if (!account) throw new Error('refused');
  return { phone, account, folders: response?.changes?.added ?? [] };
}

describe('a folder that another program', () => {
  it('makes, renames and deletes is made, renamed and deleted on the phone, under the same id', async () => {
    const { phone, account } = await connect();
    const { id } = await engine.backend.createFolder(account, { name: 'Travel', parentId: 'projects' });
    const made = (await phone.folderSync('1')).response;
    expect(made).toMatchObject({ status: 1, syncKey: '2', changes: { updated: [], deleted: [] } });
    expect(made?.changes?.added).toEqual([{ serverId: id, parentId: 'projects', displayName: 'Travel', type: 12 }]);

    await engine.backend.changeFolder({ account, folderId: id, name: 'Trips', parentId: null });
    const renamed = (await phone.folderSync('2')).response;
    expect(renamed).toMatchObject({ status: 1, syncKey: '3', changes: { added: [], deleted: [] } });
    expect(renamed?.changes?.updated).toMatchObject([{ serverId: id, parentId: '0', displayName: 'Trips' }]);

    await engine.backend.deleteFolder({ account, folderId: id });
    const gone = (await phone.folderSync('3')).response;
    expect(gone).toMatchObject({ status: 1, syncKey: '4', changes: { added: [], updated: [], deleted: [id] } });
    expect((await phone.folderSync('4')).response).toMatchObject({ syncKey: '4', changes: { added: [] } });
  });

  it('deletes is Status 12 of Sync, and 7 of Ping once the phone knows', async () => {
    const { phone, account } = await connect();
    await phone.sync(syncOf(collection('0', { collectionId: 'projects' })));
    const first = await phone.sync(syncOf(collection('1', { collectionId: 'projects' })));
    const key = first.response?.collections[0]?.syncKey ?? '1';
    await engine.backend.deleteFolder({ account, folderId: 'projects' });
    const { response } = await phone.sync(syncOf(collection(key, { collectionId: 'projects' })));
    expect(response?.collections[0]).toMatchObject({ status: 12 });
    await phone.folderSync('1');
    const folders = [{ id: 'projects', class: 'Email' }];
    expect((await phone.ping({ heartbeatSeconds: 900, folders })).response).toMatchObject({ status: 7 });
  });
});

describe('FolderSync', () => {
  it('keeps the ids of folders when a phone starts over, and brings no mails', async () => {
    const { phone, folders } = await connect();
    const again = (await phone.folderSync('0')).response?.changes?.added;
    expect(again).toEqual(folders);
    // The folder has no key yet: its mails are a matter of Sync.
    const { response } = await phone.sync(syncOf(collection('0')));
    expect(response?.collections[0]).toMatchObject({ syncKey: '1', changes: [] });
  });
});

describe('GetHierarchy', () => {
  it('names the mail folders, with the ids of FolderSync and their place', async () => {
    const { phone, folders } = await connect({ protocolVersion: '12.1' });
    const { element } = await phone.raw('GetHierarchy');
    const shown = (element?.children ?? []).map((folder: EasElement) => ({
      serverId: text(folder, 'ServerId'),
      parentId: text(folder, 'ParentId'),
      displayName: text(folder, 'DisplayName'),
      type: Number(text(folder, 'Type')),
    }));
    const ofMail = folders.filter(({ displayName }) => !['Calendar', 'Contacts', 'Tasks'].includes(displayName));
    expect(shown).toEqual(ofMail);
    expect(shown.map(({ type }) => type)).toEqual(expect.arrayContaining([2, 4, 5]));
  });
});
