import { expect, it } from 'vitest';
import { collection, syncOf, useEngine } from '@/engine/engine-under-test';
import { LAST_REQUEST } from '@/engine/sync-state/last-request';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url);

const rowOf = async () =>
  db.collectionState.findFirstOrThrow({
    where: { collectionId: LAST_REQUEST },
    select: { state: true, updatedAt: true },
  });

it('asking again for the same writes nothing, asking for something else does, and an empty Sync refers to that', async () => {
  const phone = engine.phone();
  await phone.folderSync('0');
  await phone.sync(syncOf(collection('0')));
  await phone.sync(syncOf(collection('1')));
  await phone.sync(syncOf(collection('2')));
  const kept = await rowOf();
  await phone.sync(syncOf(collection('2')));
  expect(await rowOf()).toEqual(kept);
  await phone.sync(syncOf(collection('2', { windowSize: 7 })));
  expect(await rowOf()).toMatchObject({ state: { collections: [{ syncKey: '2', windowSize: 7 }] } });
  expect((await phone.sync(undefined)).http).toBe(200);
});
