import { expect, it } from 'vitest';
import { DemoBackend } from '@/engine/backends/demo/demo-backend';
import { collection, syncOf, until, useEngine } from '@/engine/engine-under-test';
import { el } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

type Parameters<Name extends 'send' | 'append' | 'move' | 'createFolder'> = globalThis.Parameters<DemoBackend[Name]>;

/** A mail store that does what it is told at once and answers late, unless whoever asked has given up by then. */
class SlowBackend extends DemoBackend {
  isSlow = false;
  reached = Promise.resolve();
  private reach = () => undefined as void;
  private letGo = () => undefined as void;

  /** @returns how to have it answer */
  slowDown(): () => void {
    this.isSlow = true;
    this.reached = new Promise((resolve) => (this.reach = resolve));
    const answered = new Promise<void>((resolve) => (this.letGo = resolve));
    this.answered = answered;
    return () => {
      this.isSlow = false;
      this.letGo();
    };
  }

  private answered = Promise.resolve();

  private async late<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
    const result = await work;
    if (!this.isSlow) return result;
    this.reach();
    await this.answered;
    signal?.throwIfAborted();
    return result;
  }

  override send(...[account, message, signal]: [...Parameters<'send'>, AbortSignal?]): Promise<void> {
    return this.late(super.send(account, message), signal);
  }

  override append(...[query, signal]: [...Parameters<'append'>, AbortSignal?]): Promise<number> {
    return this.late(super.append(query), signal);
  }

  override createFolder(...[account, folder, signal]: [...Parameters<'createFolder'>, AbortSignal?]) {
    return this.late(super.createFolder(account, folder), signal);
  }

  override move(...[query, signal]: [...Parameters<'move'>, AbortSignal?]): Promise<Map<number, number>> {
    return this.late(super.move(query), signal);
  }
}

const { url } = await useDatabase();
const backend = new SlowBackend({ password: 'demo', now: () => new Date() });
const engine = await useEngine(url, { backend });

async function connect() {
  const phone = engine.phone();
  await phone.folderSync('0');
  return phone;
}

/** The phone goes away while the mail store is at it, which then comes to its end. */
async function leave(ask: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const answer = backend.slowDown();
  const leaving = new AbortController();
  const asking = ask(leaving.signal).catch(() => undefined);
  await backend.reached;
  leaving.abort();
  await asking;
  // Asked on another connection: by now the engine knows that the first one is closed.
  for (let round = 0; round < 3; round += 1) await engine.phone().options();
  answer();
}

const messagesIn = async (mailbox: string, folderId: string) =>
  (await backend.mailbox(mailbox)).list(folderId, undefined)?.messages ?? [];

it('a mail whose phone goes away meanwhile is sent once and kept in Sent, and the phone is told so when it asks again', async () => {
  const phone = await connect();
  const before = (await messagesIn('berta@example.com', 'inbox')).length;
  const sentBefore = (await messagesIn(phone.user, 'sent')).length;
  const mime = Buffer.from('To: berta@example.com\r\nSubject: On the train\r\n\r\nHello\r\n');
  const request = { clientId: 'tunnel', saveInSentItems: true, mime };
  await leave((signal) => phone.sendMail(request, { signal }));
  await until(async () => (await phone.sendMail(request)).response?.status === 118);
  expect(await messagesIn('berta@example.com', 'inbox')).toHaveLength(before + 1);
  await until(async () => (await messagesIn(phone.user, 'sent')).length === sentBefore + 1);
});

it('a draft whose phone goes away meanwhile is there once', async () => {
  const phone = await connect();
  const inDrafts = (key: string, changes = {}) => syncOf(collection(key, { collectionId: 'drafts', ...changes }));
  await phone.sync(inDrafts('0'));
  const key = (await phone.sync(inDrafts('1'))).response?.collections[0]?.syncKey ?? '1';
  const before = (await messagesIn(phone.user, 'drafts')).length;
  const properties = [el('Email', 'Subject', 'Unfinished')];
  const request = inDrafts(key, { changes: [{ kind: 'add' as const, clientId: 'd1', properties }] });
  await leave((signal) => phone.sync(request, { signal }));
  const [added] = await until(async () => {
    const again = (await phone.sync(request)).response?.collections[0];
    return again?.status === 1 && again.responses;
  });
  expect(added).toMatchObject({ kind: 'add', clientId: 'd1', serverId: expect.stringMatching(/^drafts:/) });
  expect(await messagesIn(phone.user, 'drafts')).toHaveLength(before + 1);
});

it('a draft that another request still stores is not shown as somebody else’s meanwhile', async () => {
  const phone = await connect();
  const inDrafts = (key: string, changes = {}) => syncOf(collection(key, { collectionId: 'drafts', ...changes }));
  await phone.sync(inDrafts('0'));
  const key = (await phone.sync(inDrafts('1'))).response?.collections[0]?.syncKey ?? '1';
  const properties = [el('Email', 'Subject', 'Twice')];
  const request = inDrafts(key, { changes: [{ kind: 'add' as const, clientId: 'd2', properties }] });
  const answer = backend.slowDown();
  const first = phone.sync(request);
  await backend.reached;
  const again = (await phone.sync(request)).response?.collections[0];
  expect([again?.status, again?.changes ?? [], again?.responses ?? []]).toEqual([16, [], []]);
  answer();
  expect((await first).response?.collections[0]?.responses).toMatchObject([{ kind: 'add', status: 1 }]);
  expect((await phone.sync(request)).response?.collections[0]?.responses).toMatchObject([{ kind: 'add', status: 1 }]);
});

it('a mail that is moved while its phone goes away is answered as moved when it asks again', async () => {
  const phone = await connect();
  await phone.sync(syncOf(collection('0')));
  await phone.sync(syncOf(collection('1')));
  const [first] = await messagesIn(phone.user, 'inbox');
  const move = { itemId: `inbox:${first?.uid}`, sourceFolderId: 'inbox', destinationFolderId: 'projects' };
  await leave((signal) => phone.moveItems({ moves: [move] }, { signal }));
  const answer = await until(async () => {
    const [again] = (await phone.moveItems({ moves: [move] })).response?.answers ?? [];
    return again?.status !== 7 && again;
  });
  expect(answer).toMatchObject({ status: 3, newItemId: expect.stringMatching(/^projects:/) });
});

it('a folder that is made while its phone goes away is answered as made when it asks again', async () => {
  const phone = await connect();
  const request = { syncKey: '1', parentId: '0', displayName: 'On the way', type: 12 } as const;
  await leave((signal) => phone.folderCreate(request, { signal }));
  const rowIsThere = async () => (await phone.folderSync('2')).response?.status === 1;
  await until(rowIsThere);
  expect((await phone.folderCreate(request)).response).toMatchObject({ status: 1, syncKey: '2' });
});
