import { describe, expect, it } from 'vitest';
import { collection, syncOf, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import type { SyncClientChange } from '@/lib/protocol/eas/sync-client-changes';
import { bytesOf, type EasElement, el } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const engine = await useEngine(url);

let threads = 0;

const mail = (id: string, references = '') =>
  Buffer.from(`Message-ID: <${id}>\r\n${references}Subject: Re: Thread\r\n\r\nhello\r\n`);

/** A phone with a conversation of three mails in its Inbox, and more of it elsewhere. */
async function connect() {
  threads += 1;
  const first = `first-${threads}@example.com`;
  const answer = (name: string) => mail(`${name}-${threads}@example.com`, `References: <${first}>\r\n`);
  const phone = engine.phone();
  await phone.folderSync('0');
  const mailbox = await engine.backend.mailbox(phone.user);
  const now = new Date();
  mailbox.deliver(mail(first), now);
  mailbox.deliver(answer('second'), now);
  mailbox.deliver(answer('third'), now);
  await phone.sync(syncOf(collection('0')));
  const { response } = await phone.sync(syncOf(collection('1')));
  const [newest] = response?.collections[0]?.changes ?? [];
  const properties = newest && 'properties' in newest ? newest.properties : [];
  const conversationId = Buffer.from(properties.find(({ name }) => name === 'ConversationId')?.opaque ?? []);
  const uids = (folderId: string) => (mailbox.list(folderId, undefined)?.messages ?? []).map(({ uid }) => uid);
  const states = () => (mailbox.list('inbox', undefined)?.messages ?? []).filter(({ uid }) => uid >= 25);
  return { phone, mailbox, conversationId, uids, states, answer, now };
}

const serverIds = ['inbox:25', 'inbox:26', 'inbox:27'];
const change = (phone: EasClient, changes: SyncClientChange[], key = '2') =>
  phone.sync(syncOf(collection(key, { changes })));
const all = (property: EasElement): SyncClientChange[] =>
  serverIds.map((serverId) => ({ kind: 'change', serverId, properties: [property] }));

describe('a conversation in a folder', () => {
  it('is marked as read and as unread', async () => {
    const { phone, states } = await connect();
    const { response } = await change(phone, all(el('Email', 'Read', true)));
    expect(response?.collections[0]).toMatchObject({ status: 1, responses: [] });
    expect(states().map(({ isRead }) => isRead)).toEqual([true, true, true]);
    await change(phone, all(el('Email', 'Read', false)), '3');
    expect(states().map(({ isRead }) => isRead)).toEqual([false, false, false]);
  });

  it('is flagged at its newest mail, done wherever it is flagged, and cleared in all', async () => {
    const { phone, states } = await connect();
    const flag = (status: number) => el('Email', 'Flag', [el('Email', 'Status', status)]);
    await change(phone, [{ kind: 'change', serverId: 'inbox:27', properties: [flag(2)] }]);
    expect(states().map(({ isFlagged }) => isFlagged)).toEqual([false, false, true]);
    await change(phone, [{ kind: 'change', serverId: 'inbox:27', properties: [flag(1)] }], '3');
    expect(states().map(({ keywords }) => keywords)).toEqual([[], [], ['$FollowUpDone']]);
    await change(phone, all(el('Email', 'Flag')), '4');
    expect(states().every(({ isFlagged, keywords }) => !isFlagged && keywords.length === 0)).toBe(true);
  });

  it('is deleted, and what comes to it later is not', async () => {
    const { phone, mailbox, uids, answer, now } = await connect();
    const before = uids('trash').length;
    await change(
      phone,
      serverIds.map((serverId) => ({ kind: 'delete', serverId })),
    );
    expect(uids('trash')).toHaveLength(before + 3);
    mailbox.deliver(answer('fourth'), now);
    expect(uids('inbox')).toContain(28);
    const { response } = await phone.sync(syncOf(collection('3')));
    expect(response?.collections[0]?.changes).toMatchObject([{ kind: 'add', serverId: 'inbox:28' }]);
  });

  it('is moved, mail by mail', async () => {
    const { phone, uids } = await connect();
    const before = uids('archive').length;
    const moves = serverIds.map((itemId) => ({ itemId, sourceFolderId: 'inbox', destinationFolderId: 'archive' }));
    const { response } = await phone.moveItems({ moves });
    expect(response?.answers.map(({ status }) => status)).toEqual([3, 3, 3]);
    expect(uids('archive')).toHaveLength(before + 3);
  });
});

describe('a conversation wherever its mails are', () => {
  const options = { deepTraversal: false, rebuildResults: false, bodyPreferences: [], bodyPartPreferences: [] };

  it('is found in every folder', async () => {
    const { phone, mailbox, conversationId, answer, now } = await connect();
    mailbox.append('archive', { raw: answer('elsewhere'), marks: {}, receivedAt: now });
    const query = { classes: [], collectionIds: [], conversationId };
    const { response } = await phone.search({ store: 'Mailbox', query, options });
    const folders = response?.answer?.results.map(({ collectionId }) => collectionId).toSorted();
    expect(folders).toEqual(['archive', 'inbox', 'inbox', 'inbox']);
  });

  it('is moved out of all folders but Sent', async () => {
    const { phone, mailbox, conversationId, uids, answer, now } = await connect();
    mailbox.append('archive', { raw: answer('elsewhere'), marks: {}, receivedAt: now });
    mailbox.append('sent', { raw: answer('mine'), marks: { isRead: true }, receivedAt: now });
    const [before, sent] = [uids('projects').length, uids('sent').length];
    const move = { kind: 'move', conversationId, destinationFolderId: 'projects', moveAlways: false } as const;
    const { response } = await phone.itemOperations({ operations: [move] });
    expect(response?.answers).toMatchObject([{ kind: 'move', status: 1, conversationId: expect.any(Uint8Array) }]);
    expect(uids('projects')).toHaveLength(before + 4);
    expect(uids('sent')).toHaveLength(sent);
  });
});

describe('the index of a conversation', () => {
  const indexOf = async (phone: EasClient) => {
    await phone.folderSync('0');
    await phone.sync(syncOf(collection('0')));
    const { response } = await phone.sync(syncOf(collection('1', { windowSize: 1 })));
    const [newest] = response?.collections[0]?.changes ?? [];
    const element =
      newest && 'properties' in newest ? newest.properties.find(({ name }) => name === 'ConversationIndex') : undefined;
    return element ? bytesOf(element).length : 0;
  };
  const letter = (to: string) => Buffer.from(`To: ${to}\r\nSubject: Plan\r\n\r\nhello\r\n`);
  const newest = { by: 'item', folderId: 'inbox', itemId: 'inbox:25' } as const;

  it('has a level more for each answer and each forward', async () => {
    const [anna, bert, carl] = [engine.phone(), engine.phone(), engine.phone()];
    const rest = { saveInSentItems: true, replaceMime: false, forwardees: [] };
    await anna.folderSync('0');
    await anna.sendMail({ clientId: 'a1', saveInSentItems: true, mime: letter(bert.user) });
    expect(await indexOf(bert)).toBe(5);
    await bert.smartReply({ clientId: 'b1', mime: letter(anna.user), source: newest, ...rest });
    expect(await indexOf(anna)).toBe(10);
    await anna.smartForward({ clientId: 'a2', mime: letter(carl.user), source: newest, ...rest });
    expect(await indexOf(carl)).toBe(15);
  });
});

it('a filter by conversation is refused for what holds no mail', async () => {
  const phone = engine.phone();
  await phone.folderSync('0');
  const calendar = (syncKey: string) => collection(syncKey, { collectionId: 'calendar', conversationMode: true });
  const { response } = await phone.sync(syncOf(calendar('0')));
  expect(response?.collections).toMatchObject([{ status: 4 }]);
  await phone.sync(syncOf(collection('0', { collectionId: 'calendar' })));
  const collections = [{ syncKey: '1', collectionId: 'calendar', conversationMode: true }];
  expect((await phone.getItemEstimate({ collections })).response).toEqual({ status: 103, answers: [] });
});
