import { expect, it } from 'vitest';
import { collection, syncOf, useEngine } from '@/engine/engine-under-test';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const engine = await useEngine(url);

/** In an Inbox that has mails already. */
const ALREADY = 24;

/** A phone with so many mails waiting, and how it asks for them. */
async function connect(count: number) {
  const phone = engine.phone();
  await phone.folderSync('0');
  const mailbox = await engine.backend.mailbox(phone.user);
  const now = new Date();
  for (let each = ALREADY; each < count; each += 1) mailbox.deliver(Buffer.from(`Subject: ${each}\r\n\r\nx`), now);
  await phone.sync(syncOf(collection('0')));
  return async (key: string, rest = {}) => {
    const { response } = await phone.sync(syncOf(collection(key, rest)));
    const [answered] = response?.collections ?? [];
    return { count: answered?.changes?.length, isMore: answered?.isMoreAvailable };
  };
}

it('a window that is not named is one of 100', async () => {
  const ask = await connect(101);
  expect(await ask('1')).toEqual({ count: 100, isMore: true });
  expect(await ask('2')).toEqual({ count: 1, isMore: false });
});

it.each([512, 0, 5000])('a window of %i is one of 512, and says that there is more', async (windowSize) => {
  const ask = await connect(514);
  expect(await ask('1', { windowSize })).toEqual({ count: 512, isMore: true });
  expect(await ask('2', { windowSize })).toEqual({ count: 2, isMore: false });
});

it('a window that is not filled says nothing of more', async () => {
  const ask = await connect(ALREADY);
  expect(await ask('1', { windowSize: ALREADY })).toEqual({ count: ALREADY, isMore: false });
});
