import { describe, expect, it } from 'vitest';
import { collection, syncOf, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { protocolVersions } from '@/lib/protocol/eas/protocol-version';
import type { SyncClientChange } from '@/lib/protocol/eas/sync-client-changes';
import type { AnsweredCollection } from '@/lib/protocol/eas/sync-response';
import { type EasElement, el, textOf } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url);

const inFolder = (collectionId: string, syncKey: string, changes: SyncClientChange[] = [], rest = {}) =>
  syncOf(collection(syncKey, { collectionId, changes, ...rest }));

async function ask(
  phone: EasClient,
  ...question: Parameters<typeof inFolder>
): Promise<AnsweredCollection | undefined> {
  return (await phone.sync(inFolder(...question))).response?.collections[0];
}

/** A phone that has everything of one folder. */
async function connect(collectionId = 'inbox', config = {}): Promise<{ phone: EasClient; key: string }> {
  const phone = engine.phone(config);
  await phone.folderSync('0');
  await ask(phone, collectionId, '0');
  const first = await ask(phone, collectionId, '1', [], { windowSize: 512 });
  return { phone, key: first?.syncKey ?? '1' };
}

const read = (value: boolean): EasElement[] => [el('Email', 'Read', value)];
const flag = (status: number): EasElement[] => [el('Email', 'Flag', [el('Email', 'Status', status)])];
const storeOf = (phone: EasClient) => engine.backend.mailbox(phone.user);

async function stateOf(phone: EasClient, folderId: string, uid: number) {
  const listing = (await storeOf(phone)).list(folderId, undefined);
  return listing?.messages.find((message) => message.uid === uid);
}

const uidsOf = async (phone: EasClient, folderId: string) =>
  ((await storeOf(phone)).list(folderId, undefined)?.messages ?? []).map(({ uid }) => uid);

describe.each(protocolVersions)('marks that a phone sets in %s', (protocolVersion) => {
  it('reach the mail store and do not come back', async () => {
    const { phone, key } = await connect('inbox', { protocolVersion });
    const answer = await ask(phone, 'inbox', key, [
      { kind: 'change', serverId: 'inbox:24', properties: read(true) },
      { kind: 'change', serverId: 'inbox:23', properties: flag(2) },
      { kind: 'change', serverId: 'inbox:22', properties: flag(1) },
    ]);
    expect(answer).toMatchObject({ status: 1, responses: [], changes: [] });
    expect(answer?.syncKey).not.toBe(key);
    expect(await stateOf(phone, 'inbox', 24)).toMatchObject({ isRead: true });
    expect(await stateOf(phone, 'inbox', 23)).toMatchObject({ isFlagged: true });
    expect(await stateOf(phone, 'inbox', 22)).toMatchObject({ isFlagged: false, keywords: ['$FollowUpDone'] });
    expect(await ask(phone, 'inbox', answer?.syncKey ?? '')).toBeUndefined();
  });
});

describe('a change of the phone', () => {
  it('reaches another phone of the same mailbox', async () => {
    const { phone, key } = await connect();
    const other = engine.phone({ user: phone.user });
    await other.folderSync('0');
    await ask(other, 'inbox', '0');
    await ask(other, 'inbox', '1');
    await ask(phone, 'inbox', key, [{ kind: 'change', serverId: 'inbox:24', properties: read(true) }]);
    const heard = await ask(other, 'inbox', '2');
    expect(heard?.changes).toMatchObject([{ kind: 'change', serverId: 'inbox:24' }]);
  });

  it('that another client has overtaken loses if the server wins, and the phone is told what holds', async () => {
    const { phone, key } = await connect();
    (await storeOf(phone)).mark('inbox', [24], { isFlagged: true });
    const answer = await ask(phone, 'inbox', key, [{ kind: 'change', serverId: 'inbox:24', properties: flag(0) }]);
    // The phone had no flag there and sets none: what the server has is not its to take away.
    expect(answer?.responses).toMatchObject([{ kind: 'change', serverId: 'inbox:24', status: 7 }]);
    expect(await stateOf(phone, 'inbox', 24)).toMatchObject({ isFlagged: true });
    const [told] = answer?.changes ?? [];
    expect(told).toMatchObject({ kind: 'change', serverId: 'inbox:24' });
  });

  it('wins over the server if the phone wishes that', async () => {
    const { phone, key } = await connect();
    const options = [{ conflict: 0 as const, bodyPreferences: [], bodyPartPreferences: [] }];
    (await storeOf(phone)).mark('inbox', [24], { isFlagged: true });
    const change = { kind: 'change', serverId: 'inbox:24', properties: flag(0) } as const;
    const answer = await ask(phone, 'inbox', key, [change], { options });
    expect(answer?.responses).toEqual([]);
    expect(await stateOf(phone, 'inbox', 24)).toMatchObject({ isFlagged: false });
  });

  it('of what was received is refused, and of what is gone is Status 8', async () => {
    const { phone, key } = await connect();
    (await storeOf(phone)).remove('inbox', [9]);
    const answer = await ask(phone, 'inbox', key, [
      { kind: 'change', serverId: 'inbox:24', properties: [el('Email', 'Subject', 'forged')] },
      { kind: 'change', serverId: 'inbox:9', properties: read(true) },
      { kind: 'change', serverId: 'inbox:777', properties: read(true) },
      { kind: 'add', clientId: 'c1', properties: [el('Email', 'Subject', 'no draft')] },
      { kind: 'fetch', serverId: 'inbox:7' },
      { kind: 'fetch', serverId: 'inbox:777' },
    ]);
    // [MS-ASCMD] 2.2.3.177.17 Status (Sync)
    expect(answer?.responses).toMatchObject([
      { kind: 'change', serverId: 'inbox:24', status: 6 },
      { kind: 'change', serverId: 'inbox:9', status: 8 },
      { kind: 'change', serverId: 'inbox:777', status: 8 },
      { kind: 'add', clientId: 'c1', status: 6 },
      { kind: 'fetch', serverId: 'inbox:7', status: 1 },
      { kind: 'fetch', serverId: 'inbox:777', status: 8 },
    ]);
    expect(answer?.changes).toMatchObject([{ kind: 'delete', serverId: 'inbox:9' }]);
  });
});

describe('a mail that the phone deletes', () => {
  it('goes to Deleted Items, and from there for good', async () => {
    const { phone, key } = await connect();
    const before = await uidsOf(phone, 'trash');
    const answer = await ask(phone, 'inbox', key, [{ kind: 'delete', serverId: 'inbox:5' }]);
    expect(answer).toMatchObject({ status: 1, responses: [], changes: [] });
    expect(await uidsOf(phone, 'inbox')).not.toContain(5);
    const [moved] = (await uidsOf(phone, 'trash')).filter((uid) => !before.includes(uid));
    await ask(phone, 'trash', '0');
    const trash = await ask(phone, 'trash', '1');
    await ask(phone, 'trash', trash?.syncKey ?? '', [{ kind: 'delete', serverId: `trash:${moved}` }]);
    expect(await uidsOf(phone, 'trash')).toEqual(before);
  });

  it('goes for good at once if the phone says so', async () => {
    const { phone, key } = await connect();
    const before = await uidsOf(phone, 'trash');
    await ask(phone, 'inbox', key, [{ kind: 'delete', serverId: 'inbox:5' }], { deletesAsMoves: false });
    expect(await uidsOf(phone, 'inbox')).not.toContain(5);
    expect(await uidsOf(phone, 'trash')).toEqual(before);
  });
});

describe('a request with changes that is repeated since its answer was lost', () => {
  it('is answered alike and changes nothing a second time', async () => {
    const { phone, key } = await connect();
    const trashBefore = (await uidsOf(phone, 'trash')).length;
    const changes: SyncClientChange[] = [
      { kind: 'delete', serverId: 'inbox:5' },
      { kind: 'change', serverId: 'inbox:24', properties: read(true) },
      { kind: 'change', serverId: 'inbox:777', properties: read(true) },
    ];
    const lost = await ask(phone, 'inbox', key, changes);
    // Another client changes it back in between: that is not undone by the repetition.
    (await storeOf(phone)).mark('inbox', [24], { isRead: false });
    const repeated = await ask(phone, 'inbox', key, changes);
    expect(repeated).toMatchObject({ syncKey: lost?.syncKey, responses: lost?.responses });
    expect(await stateOf(phone, 'inbox', 24)).toMatchObject({ isRead: false });
    expect((await uidsOf(phone, 'trash')).length).toBe(trashBefore + 1);
    const next = await ask(phone, 'inbox', repeated?.syncKey ?? '');
    expect(next?.changes).toMatchObject([{ kind: 'change', serverId: 'inbox:24' }]);
  });

  it('may hold more changes by now: those are made', async () => {
    const { phone, key } = await connect();
    const first: SyncClientChange = { kind: 'change', serverId: 'inbox:24', properties: read(true) };
    const second: SyncClientChange = { kind: 'delete', serverId: 'inbox:6' };
    await ask(phone, 'inbox', key, [first]);
    const repeated = await ask(phone, 'inbox', key, [first, second]);
    expect(repeated).toMatchObject({ status: 1, responses: [], changes: [] });
    expect(await uidsOf(phone, 'inbox')).not.toContain(6);
    expect(await ask(phone, 'inbox', repeated?.syncKey ?? '')).toBeUndefined();
  });

  it('comes to the same from two connections at once', async () => {
    const { phone, key } = await connect();
    const trashBefore = (await uidsOf(phone, 'trash')).length;
    const changes: SyncClientChange[] = [{ kind: 'delete', serverId: 'inbox:5' }];
    const answers = await Promise.all([1, 2, 3].map(() => ask(phone, 'inbox', key, changes)));
    expect(new Set(answers.map((answer) => answer?.syncKey)).size).toBe(1);
    expect((await uidsOf(phone, 'trash')).length).toBe(trashBefore + 1);
  });
});

describe('drafts of a phone that speaks 16.1', () => {
  const draft = (subject: string, body = 'to be continued'): EasElement[] => [
    el('Email', 'To', 'Bert <bert@example.com>'),
    el('Email', 'Subject', subject),
    el('AirSyncBase', 'Body', [el('AirSyncBase', 'Type', 1), el('AirSyncBase', 'Data', body)]),
  ];

  it('are kept, once, however often they are added', async () => {
    const { phone, key } = await connect('drafts');
    const before = await uidsOf(phone, 'drafts');
    const change: SyncClientChange = { kind: 'add', clientId: 'c7', properties: draft('Offer') };
    const lost = await ask(phone, 'drafts', key, [change]);
    const repeated = await ask(phone, 'drafts', key, [change]);
    expect(lost?.responses).toMatchObject([{ kind: 'add', clientId: 'c7', status: 1 }]);
    expect(repeated?.responses).toEqual(lost?.responses);
    const made = (await uidsOf(phone, 'drafts')).filter((uid) => !before.includes(uid));
    expect(made).toHaveLength(1);
    expect(lost?.responses?.[0]?.serverId).toBe(`drafts:${made[0]}`);
    expect(await ask(phone, 'drafts', repeated?.syncKey ?? '')).toBeUndefined();
  });

  it('are found again by an Add that was interrupted after the draft was stored', async () => {
    const { phone, key } = await connect('drafts');
    const change: SyncClientChange = { kind: 'add', clientId: 'c8', properties: draft('Half') };
    const first = await ask(phone, 'drafts', key, [change]);
    const device = await db.device.findFirstOrThrow({ where: { mailbox: { name: phone.user } } });
    const old = new Date(Date.now() - 3_600_000);
    await db.clientItem.updateMany({ where: { deviceId: device.id }, data: { doneAt: null, createdAt: old } });
    await db.collectionState.updateMany({
      where: { deviceId: device.id, collectionId: 'drafts' },
      data: { syncKey: Number(key), outcome: {} },
    });
    const count = (await uidsOf(phone, 'drafts')).length;
    const again = await ask(phone, 'drafts', key, [change]);
    expect(again?.responses?.[0]?.serverId).toBe(first?.responses?.[0]?.serverId);
    expect((await uidsOf(phone, 'drafts')).length).toBe(count);
  });

  it('are rewritten: the old one goes, the new one comes', async () => {
    const { phone, key } = await connect('drafts');
    const added = await ask(phone, 'drafts', key, [{ kind: 'add', clientId: 'c9', properties: draft('One') }]);
    const serverId = added?.responses?.[0]?.serverId ?? '';
    const change: SyncClientChange = { kind: 'change', serverId, properties: [el('Email', 'Subject', 'Two')] };
    const answer = await ask(phone, 'drafts', added?.syncKey ?? '', [change]);
    expect(answer?.responses).toEqual([]);
    expect(answer?.changes).toMatchObject([{ kind: 'delete', serverId }, { kind: 'add' }]);
    const fresh = answer?.changes?.find(({ kind }) => kind === 'add');
    const subject =
      fresh && 'properties' in fresh ? fresh.properties.find(({ name }) => name === 'Subject') : undefined;
    expect(subject && textOf(subject)).toBe('Two');
  });

  it('are sent, leave Drafts and lie in Sent', async () => {
    const { phone, key } = await connect('drafts');
    const added = await ask(phone, 'drafts', key, [{ kind: 'add', clientId: 'c10', properties: draft('Go') }]);
    const serverId = added?.responses?.[0]?.serverId ?? '';
    const sentBefore = (await uidsOf(phone, 'sent')).length;
    const change: SyncClientChange = { kind: 'change', serverId, isSend: true, properties: [] };
    const answer = await ask(phone, 'drafts', added?.syncKey ?? '', [change]);
    expect(answer?.responses).toEqual([]);
    expect(answer?.changes).toMatchObject([{ kind: 'delete', serverId }]);
    expect((await uidsOf(phone, 'sent')).length).toBe(sentBefore + 1);
  });

  it('are not for a phone that speaks 14.1', async () => {
    const { phone, key } = await connect('drafts', { protocolVersion: '14.1' });
    const answer = await ask(phone, 'drafts', key, [{ kind: 'add', clientId: 'c1', properties: draft('No') }]);
    expect(answer?.responses).toMatchObject([{ kind: 'add', clientId: 'c1', status: 6 }]);
  });
});
