import { describe, expect, it } from 'vitest';
import { collection, syncOf, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const engine = await useEngine(url);

const HOUR_MS = 3_600_000;

/** A phone with mails that are half a day, 2, 6, 13, 30 and 60 days old, in a folder of its own. */
async function connect(config = {}): Promise<{ phone: EasClient; folderId: string }> {
  const phone = engine.phone(config);
  const account = await engine.backend.authenticate({ username: phone.user, password: 'demo' });
  if (!account) throw new Error('refused');
  const { id: folderId } = await engine.backend.createFolder(account, { name: 'Ages', parentId: null });
  const mailbox = await engine.backend.mailbox(phone.user);
  for (const days of [0.01, 2, 6, 13, 30, 60]) {
    const receivedAt = new Date(Date.now() - days * 24 * HOUR_MS);
    mailbox.append(folderId, { raw: Buffer.from(`Subject: ${days}\r\n\r\nx`), marks: {}, receivedAt });
  }
  await phone.folderSync('0');
  return { phone, folderId };
}

const options = (filterType: number) => [{ filterType, bodyPreferences: [], bodyPartPreferences: [] }];

// [MS-ASCMD] 2.2.3.68 FilterType
const windows = [
  [0, 6],
  [1, 1],
  [2, 2],
  [3, 3],
  [4, 4],
  [5, 5],
] as const;

describe('a window of time for mail', () => {
  it.each(windows)('FilterType %i shows %i of six mails, and is counted alike', async (filterType, count) => {
    const { phone, folderId } = await connect();
    const own = { collectionId: folderId, options: options(filterType) };
    expect((await phone.sync(syncOf(collection('0', own)))).response?.collections).toMatchObject([{ status: 1 }]);
    const counted = { collections: [{ syncKey: '1', collectionId: folderId, options: [{ filterType }] }] };
    expect((await phone.getItemEstimate(counted)).response?.answers).toMatchObject([{ status: 1, estimate: count }]);
    const { response } = await phone.sync(syncOf(collection('1', own)));
    expect(response?.collections[0]?.changes).toHaveLength(count);
  });

  it.each([6, 7, 8])('FilterType %i is none', async (filterType) => {
    const { phone, folderId } = await connect();
    const own = { collectionId: folderId, options: options(filterType) };
    expect((await phone.sync(syncOf(collection('0', own)))).response?.collections).toMatchObject([{ status: 4 }]);
    await phone.sync(syncOf(collection('0', { collectionId: folderId })));
    const counted = { collections: [{ syncKey: '1', collectionId: folderId, options: [{ filterType }] }] };
    expect((await phone.getItemEstimate(counted)).response?.answers).toMatchObject([{ status: 110 }]);
  });

  it('is all of time if nobody says how long', async () => {
    const { phone, folderId } = await connect({ protocolVersion: '12.1' });
    await phone.sync(syncOf(collection('0', { collectionId: folderId })));
    const counted = { collections: [{ syncKey: '1', collectionId: folderId }] };
    expect((await phone.getItemEstimate(counted)).response?.answers).toMatchObject([{ status: 1, estimate: 6 }]);
  });
});

describe('an estimate', () => {
  it('is refused for the key of another folder, and for mail and calendar at once', async () => {
    const { phone, folderId } = await connect();
    await phone.sync(syncOf(collection('0'), collection('0', { collectionId: folderId })));
    await phone.sync(syncOf(collection('1')));
    const ask = async (rest: object) =>
      (await phone.getItemEstimate({ collections: [{ syncKey: '1', collectionId: folderId, ...rest }] })).response
        ?.answers[0];
    expect(await ask({})).toMatchObject({ status: 1 });
    expect(await ask({ syncKey: '2' })).toMatchObject({ status: 4 }); // that of the Inbox
    const both = (other: string) => ({ options: [{ class: 'Email' }, { class: other }] });
    expect(await ask(both('Calendar'))).toMatchObject({ status: 4 });
    expect(await ask(both('SMS'))).toMatchObject({ status: 1 });
  });
});

describe('a request that wants no changes', () => {
  it('gets none, and they are there for the next one', async () => {
    const { phone, folderId } = await connect();
    await phone.sync(syncOf(collection('0', { collectionId: folderId })));
    const without = await phone.sync(syncOf(collection('1', { collectionId: folderId, getChanges: false })));
    expect(without.response?.collections[0]?.changes ?? []).toEqual([]);
    const { response } = await phone.sync(syncOf(collection('1', { collectionId: folderId, getChanges: true })));
    expect(response?.collections[0]?.changes).toHaveLength(6);
  });
});
