import { afterEach, expect, it } from 'vitest';
import { until, useEngine } from '@/engine/engine-under-test';
import type { PhoneDeed } from '@/engine/testing/phone-deed';
import { chooseDeed } from '@/engine/testing/phone-choice';
import type { PhoneHabits } from '@/engine/testing/phone-habits';
import { phoneProfiles } from '@/engine/testing/phone-profiles';
import { SeededRandom } from '@/engine/testing/seeded-random';
import { SimulatedPhone } from '@/engine/testing/simulated-phone';
import { findProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const engine = await useEngine(url);
const phones: SimulatedPhone[] = [];
let connected = 0;
const [profile] = phoneProfiles;

afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.stop();
});

/** A phone that keeps all folders of mail in step, at rest. */
async function connect(user: string, version = '16.1', habits: Partial<PhoneHabits> = {}): Promise<SimulatedPhone> {
  if (!profile) throw new Error('no profile');
  connected += 1;
  const phone = new SimulatedPhone({
    engineUrl: engine.url,
    owner: 'Owner',
    user,
    password: 'demo',
    deviceId: `DEED${connected}`,
    profile: { ...profile, protocolVersions: [findProtocolVersion(version) ?? '16.1'] },
    habits: { mailFolders: 'all', mailFilter: 0, heartbeatSeconds: 60, ...habits },
  });
  phones.push(phone);
  phone.start();
  await atRest(phone);
  return phone;
}

const atRest = (phone: SimulatedPhone) =>
  phone.waitUntil(
    ({ activity, memory: { deeds, pending, staleCollections } }) =>
      activity === 'pinging' && deeds.length + pending.size + staleCollections.size === 0,
  );

/** Does it, and waits until all is said about it. @returns what it was refused with */
async function perform(phone: SimulatedPhone, deed: PhoneDeed): Promise<string | undefined> {
  const problems: (string | undefined)[] = [];
  const note = ({ problem }: { problem: string | undefined }) => void problems.push(problem);
  phone.on('deed', note).on('uploaded', note);
  phone.perform(deed);
  await phone.waitUntil(() => problems.length > 0);
  phone.off('deed', note).off('uploaded', note);
  await atRest(phone);
  return problems[0];
}

/** What the phone has in each folder, and what the mailbox has. */
async function views(phone: SimulatedPhone): Promise<[Record<string, string[]>, Record<string, string[]>]> {
  const mailbox = await engine.backend.mailbox(phone.config.user);
  const onPhone: Record<string, string[]> = {};
  const onServer: Record<string, string[]> = {};
  for (const folderId of phone.memory.collectionKeys.keys()) {
    const listing = mailbox.list(folderId, undefined);
    if (!listing) continue;
    const word = (isSet: boolean, name: string) => (isSet ? name : '');
    onServer[folderId] = listing.messages
      .map(({ uid, isRead, isFlagged }) => `${folderId}:${uid} ${word(isRead, 'R')}${word(isFlagged, 'F')}`)
      .toSorted();
    onPhone[folderId] = [...(phone.memory.items.get(folderId) ?? [])]
      .map(([serverId, { isRead, isFlagged }]) => `${serverId} ${word(isRead, 'R')}${word(isFlagged, 'F')}`)
      .toSorted();
  }
  return [onPhone, onServer];
}

/** News may be on their way to the phone. */
async function expectSameView(phone: SimulatedPhone): Promise<void> {
  await until(async () => {
    const [onPhone, onServer] = await views(phone);
    return JSON.stringify(onPhone) === JSON.stringify(onServer);
  });
}

const inbox = (phone: SimulatedPhone) => [...(phone.memory.items.get('inbox') ?? [])];

it.each(['12.1', '14.1', '16.1'])('with %s, a phone reads, flags, moves and deletes mail', async (version) => {
  const phone = await connect(`marks${version}@example.com`, version);
  const [first = '', second = '', third = ''] = inbox(phone).map(([serverId]) => serverId);
  const collectionId = 'inbox';
  expect(await perform(phone, { kind: 'mark', collectionId, serverId: first, isRead: true })).toBeUndefined();
  expect(await perform(phone, { kind: 'mark', collectionId, serverId: first, isFlagged: true })).toBeUndefined();
  expect(phone.memory.items.get('inbox')?.get(first)).toMatchObject({ isRead: true, isFlagged: true });
  const folders = phone.memory.folders.size;
  expect(await perform(phone, { kind: 'create-folder', name: 'Of my own' })).toBeUndefined();
  expect(phone.memory.folders.size).toBe(folders + 1);
  const [target] = [...phone.memory.folders.values()].filter(({ displayName }) => displayName === 'Of my own');
  const targetId = target?.serverId ?? '';
  expect(await perform(phone, { kind: 'move', collectionId, serverId: second, targetId })).toBeUndefined();
  expect(await perform(phone, { kind: 'delete', collectionId, serverId: third })).toBeUndefined();
  expect(await perform(phone, { kind: 'move', collectionId, serverId: third, targetId })).toBe('Status 1');
  await until(async () => phone.memory.items.get(targetId)?.size === 1);
  await expectSameView(phone);
});

it('sends and answers mail, fetches an attachment, and writes, rewrites and sends a draft', async () => {
  const phone = await connect('letters@example.com');
  const other = await connect('friend@example.com');
  const letter = { clientId: 'c-1', to: 'friend@example.com', subject: 'Only once' };
  expect(await perform(phone, { kind: 'send', ...letter })).toBeUndefined();
  expect(await perform(phone, { kind: 'send', ...letter })).toBeUndefined();
  await until(async () => inbox(other).some(([, { subject }]) => subject === 'Only once'));
  expect(inbox(other).filter(([, { subject }]) => subject === 'Only once')).toHaveLength(1);

  const [serverId = ''] = inbox(phone).map(([id]) => id);
  const reply = { clientId: 'c-20', to: 'friend@example.com', subject: 'Re: that' };
  expect(await perform(phone, { kind: 'reply', ...reply, collectionId: 'inbox', serverId })).toBeUndefined();
  await until(async () => inbox(other).some(([, { fileReferences }]) => fileReferences.length > 0));
  const fileReference = inbox(other).flatMap(([, item]) => item.fileReferences)[0] ?? '';
  expect(await perform(other, { kind: 'fetch-attachment', fileReference })).toBeUndefined();
  expect(await perform(other, { kind: 'fetch-attachment', fileReference: 'nothing' })).toMatch(/^Status/);

  const subjects = () => [...(phone.memory.items.get('drafts')?.values() ?? [])].map(({ subject }) => subject);
  const draftOf = (subject: string) =>
    [...(phone.memory.items.get('drafts') ?? [])].find(([, item]) => item.subject === subject)?.[0] ?? '';
  const draft = { clientId: 'c-3', to: 'friend@example.com', subject: 'Unfinished' };
  expect(await perform(phone, { kind: 'add-draft', ...draft })).toBeUndefined();
  expect(subjects()).toContain('Unfinished');
  const edit = { kind: 'edit-draft', serverId: draftOf('Unfinished'), subject: 'Finished' } as const;
  expect(await perform(phone, edit)).toBeUndefined();
  await until(async () => draftOf('Finished') !== '');
  expect(subjects()).not.toContain('Unfinished');
  expect(await perform(phone, { kind: 'send-draft', serverId: draftOf('Finished') })).toBeUndefined();
  await until(async () => inbox(other).some(([, { subject }]) => subject === 'Finished'));
  for (const each of [phone, other]) await expectSameView(each);
});

it('two phones of one mailbox that do all sorts of things end with what the mailbox has, item by item', async () => {
  const user = 'shared@example.com';
  const everyMs = 1;
  const deeds = (seed: number) => ({
    everyMs,
    correspondents: [user, 'friend@example.com'],
    random: new SeededRandom(seed),
    mostFolders: 2,
  });
  const [one, two] = [await connect(user), await connect(user)];
  const odd: unknown[] = [];
  for (const phone of [one, two]) phone.on('odd', (what) => odd.push(what)).on('reset', (what) => odd.push(what));
  const choices = [deeds(1), deeds(2)] as const;
  for (let round = 0; round < 60; round += 1) {
    for (const [index, phone] of [one, two].entries()) {
      const deed = chooseDeed(phone, choices[index === 0 ? 0 : 1]);
      if (deed) phone.perform(deed);
    }
    // The phones are on their own meanwhile: they see to their deeds when they please.
    await Promise.race([one, two].map((phone) => phone.waitUntil(({ memory }) => memory.deeds.length < 3)));
  }
  for (const phone of [one, two]) await atRest(phone);
  for (const phone of [one, two]) await expectSameView(phone);
  expect(odd).toEqual([]);
});
