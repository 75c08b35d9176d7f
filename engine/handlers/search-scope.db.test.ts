import { describe, expect, it } from 'vitest';
import { useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { readGalEntry } from '@/lib/protocol/eas/gal-entry';
import type { SearchOptions } from '@/lib/protocol/eas/search';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url);

const defaults = { deepTraversal: false, rebuildResults: false, bodyPreferences: [], bodyPartPreferences: [] };

async function connect(): Promise<EasClient> {
  const phone = engine.phone();
  await phone.folderSync('0');
  const mailbox = await engine.backend.mailbox(phone.user);
  const now = new Date();
  for (const folder of ['projects', 'inbox']) {
    mailbox.append(folder, { raw: Buffer.from('Subject: ZEPPELIN\r\n\r\nhello'), marks: {}, receivedAt: now });
  }
  return phone;
}

async function foldersOf(phone: EasClient, collectionIds: string[], options: Partial<SearchOptions> = {}) {
  const query = { classes: [], collectionIds, freeText: 'zeppelin' };
  const { response } = await phone.search({ store: 'Mailbox', query, options: { ...defaults, ...options } });
  return response?.answer?.results.map(({ collectionId }) => collectionId).toSorted();
}

/** The folder inside of another one. */
async function subfolderOf(phone: EasClient): Promise<string> {
  const account = await engine.backend.authenticate({ username: phone.user, password: 'demo' });
  if (!account) throw new Error('refused');
  const folders = await engine.backend.listFolders(account);
  return folders.find(({ parentId }) => parentId === 'projects')?.id ?? '';
}

describe('a search in a folder', () => {
  it('looks into its subfolders only if that is asked for', async () => {
    const phone = await connect();
    const inside = await subfolderOf(phone);
    const mailbox = await engine.backend.mailbox(phone.user);
    const raw = Buffer.from('Subject: another Zeppelin\r\n\r\nhello');
    mailbox.append(inside, { raw, marks: {}, receivedAt: new Date() });
    const all = await foldersOf(phone, ['projects'], { deepTraversal: true });
    expect(new Set(all)).toEqual(new Set(['projects', inside]));
    expect(new Set(await foldersOf(phone, ['projects']))).toEqual(new Set(['projects']));
    expect(await foldersOf(phone, [], { range: { first: 0, last: 0 } })).toHaveLength(1);
  });
});

describe('a person without a photo', () => {
  async function withPaula() {
    const phone = engine.phone({ user: `asking${Math.random().toString(36).slice(2, 8)}@photo.example` });
    await phone.folderSync('0');
    const name = 'paula.gruen@photo.example';
    await db.mailbox.upsert({ where: { name }, create: { name, displayName: 'Paula Grün' }, update: {} });
    return phone;
  }
  const picture = { maxBytes: 100, maxPictures: 1 };

  it('is said to have none by Search, Find and ResolveRecipients', async () => {
    const phone = await withPaula();
    const entry = { displayName: 'Paula Grün', picture: { status: 173 } };
    const found = (await phone.search({ store: 'GAL', query: 'paul', options: { ...defaults, picture } })).response;
    expect(readGalEntry(found?.answer?.results[0]?.properties ?? [])).toMatchObject(entry);
    const criterion = { kind: 'gal', query: 'paul', picture } as const;
    const found16 = (await phone.find({ searchId: 's', criterion })).response;
    expect(readGalEntry(found16?.answer?.results[0]?.properties ?? [])).toMatchObject(entry);
    const resolved = await phone.resolveRecipients({ to: ['paula'], certificateRetrieval: 1, picture });
    expect(resolved.response?.answers).toMatchObject([{ status: 1, recipients: [{ picture: { status: 173 } }] }]);
  });

  it('is not asked about where nobody asks', async () => {
    const phone = await withPaula();
    const found = (await phone.search({ store: 'GAL', query: 'paul', options: defaults })).response;
    expect(readGalEntry(found?.answer?.results[0]?.properties ?? []).picture).toBeUndefined();
  });
});

it('free times are not promised: those of one person are Status 163, those of several are left out', async () => {
  const phone = engine.phone({ user: 'asking@free.example' });
  await phone.folderSync('0');
  for (const [name, displayName] of [
    ['peter.gruen@free.example', 'Peter Grün'],
    ['paula.gruen@free.example', 'Paula Grün'],
  ] as const) {
    await db.mailbox.upsert({ where: { name }, create: { name, displayName }, update: {} });
  }
  const availability = { start: new Date('2026-03-04T08:00:00Z'), end: new Date('2026-03-04T18:00:00Z') };
  const { response } = await phone.resolveRecipients({
    to: ['peter.gruen@free.example', 'Grün'],
    certificateRetrieval: 1,
    availability,
  });
  const [one, several] = response?.answers ?? [];
  expect(one).toMatchObject({ status: 1, recipients: [{ availability: { status: 163 } }] });
  expect(several).toMatchObject({ status: 2, recipientCount: 2 });
  for (const recipient of several?.recipients ?? []) expect(recipient.availability?.mergedFreeBusy).toBeUndefined();
});
