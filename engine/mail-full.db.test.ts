import { afterEach, describe, expect, it } from 'vitest';
import { type FolderProblemCode, FolderProblem } from '@/engine/backends/contract';
import { folderIdFor } from '@/engine/backends/folder-id';
import { collection, syncOf, until, useEngine } from '@/engine/engine-under-test';
import { useEngineOverDovecot } from '@/engine/engine-over-dovecot';
import type { EasClient } from '@/engine/testing/eas-client';
import type { RequestedCollection } from '@/lib/protocol/eas/sync-request';
import { el } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

// What a full mailbox, or one that may only be read, keeps a phone from, and what not.

const { url } = await useDatabase();
const QUOTA_BYTES = 60_000;
const full = await useEngineOverDovecot(url, { dovecot: { quotaBytes: QUOTA_BYTES } });
const plain = await useEngine(url);

const ask = async (phone: EasClient, key: string, rest: Partial<RequestedCollection> = {}) =>
  (await phone.sync(syncOf(collection(key, rest)))).response?.collections[0];

const draft = (subject: string) =>
  ({ kind: 'add', clientId: subject, properties: [el('Email', 'Subject', subject)] }) as const;

describe('a mailbox of a real mail server that is full', () => {
  const inboxId = folderIdFor('INBOX');
  const draftsId = folderIdFor('Drafts');
  const sentId = folderIdFor('Sent Mail');

  async function connect(user: string) {
    const filling = `From: b@example.com\nSubject: large\n\n${'filling\n'.repeat(QUOTA_BYTES / 7)}`;
    full.dovecot.deliver(user, Buffer.from(filling));
    const phone = await full.phone(user);
    await phone.folderSync('0');
    await ask(phone, '0', { collectionId: inboxId });
    await ask(phone, '1', { collectionId: inboxId });
    return phone;
  }

  it('sends mail all the same, once, and says in its log that there is no copy in Sent', async () => {
    const phone = await connect('sender@example.com');
    const mime = Buffer.from('To: anna@example.com\r\nSubject: from a full mailbox\r\n\r\nHello\r\n');
    const request = { clientId: 'full', saveInSentItems: true, mime };
    expect(await phone.sendMail(request)).toMatchObject({ http: 200, response: undefined });
    // [MS-ASCMD] 2.2.2 Common Status Codes 118
    expect((await phone.sendMail(request)).response?.status).toBe(118);
    expect(full.smtp.taken.filter(({ raw }) => raw.includes('from a full mailbox'))).toHaveLength(1);
    expect(full.engine.logged()).toContain('A mail was sent but not kept in Sent');
    expect(full.engine.logged()).toContain('"code":"quota"');
    await ask(phone, '0', { collectionId: sentId });
    expect(await ask(phone, '1', { collectionId: sentId })).toBeUndefined();
  });

  it('takes no draft, says so of that draft alone, and takes it once there is room', async () => {
    const phone = await connect('writer@example.com');
    await ask(phone, '0', { collectionId: draftsId });
    // [MS-ASCMD] 2.2.3.177.17 Status (Sync) 9
    const refused = await ask(phone, '1', { collectionId: draftsId, changes: [draft('no room')] });
    expect(refused).toMatchObject({ status: 1, responses: [{ kind: 'add', clientId: 'no room', status: 9 }] });

    const remove = { deletesAsMoves: false, changes: [{ kind: 'delete', serverId: `${inboxId}:1` } as const] };
    expect(await ask(phone, '2', { collectionId: inboxId, ...remove })).toMatchObject({ status: 1 });
    const key = refused?.syncKey ?? '';
    const taken = await ask(phone, key, {
      collectionId: draftsId,
      changes: [{ ...draft('no room'), clientId: 'again' }],
    });
    expect(taken).toMatchObject({ status: 1, responses: [{ clientId: 'again', status: 1 }] });
  });

  it('lets mails go to the trash: whoever makes room may do so', async () => {
    const phone = await connect('tidy@example.com');
    const answer = await ask(phone, '2', {
      collectionId: inboxId,
      changes: [{ kind: 'delete', serverId: `${inboxId}:1` }],
    });
    expect([answer?.status, answer?.responses ?? [], answer?.changes ?? []]).toEqual([1, [], []]);
  });
});

describe('a mail store that refuses', () => {
  const { backend } = plain;
  const own = {
    mark: backend.mark.bind(backend),
    move: backend.move.bind(backend),
    append: backend.append.bind(backend),
  };
  afterEach(() => Object.assign(backend, own));
  /** As a server does that is out of room, or does not let this user change a folder. */
  const refuse = (name: keyof typeof own, code: FolderProblemCode) =>
    Object.assign(backend, { [name]: () => Promise.reject(new FolderProblem(code)) });

  async function connect() {
    const phone = plain.phone();
    await phone.folderSync('0');
    await ask(phone, '0');
    await ask(phone, '1');
    return phone;
  }

  it.each([
    ['quota', 9],
    ['refused', 5],
    ['target_missing', 5],
  ] as const)('to let go of a mail (%s) gives it back to the phone, with Status %i', async (code, status) => {
    const phone = await connect();
    refuse('move', code);
    const serverId = 'inbox:24';
    const answer = await ask(phone, '2', { changes: [{ kind: 'delete', serverId }] });
    expect(answer?.responses).toEqual([expect.objectContaining({ kind: 'delete', serverId, status })]);
    expect(answer?.changes).toMatchObject([{ kind: 'add', serverId }]);
    expect(await ask(phone, answer?.syncKey ?? '')).toBeUndefined();
  });

  it('to mark a mail has the phone take its mark back, and goes on with the rest', async () => {
    const phone = await connect();
    refuse('mark', 'refused');
    const read = (uid: number, isRead: boolean) =>
      ({ kind: 'change', serverId: `inbox:${uid}`, isSend: false, properties: [el('Email', 'Read', isRead)] }) as const;
    const answer = await ask(phone, '2', { changes: [read(24, true), { kind: 'delete', serverId: 'inbox:23' }] });
    expect(answer?.responses).toMatchObject([{ kind: 'change', serverId: 'inbox:24', status: 5 }]);
    expect(answer?.changes).toMatchObject([{ kind: 'change', serverId: 'inbox:24' }]);
    expect(await ask(phone, answer?.syncKey ?? '')).toBeUndefined();
  });

  it.each([
    ['quota', 2],
    ['target_missing', 2],
    ['missing', 1],
  ] as const)('to move a mail (%s) leaves it where it is, and the phone may ask again', async (code, status) => {
    const phone = await connect();
    refuse('move', code);
    const moves = [{ sourceFolderId: 'inbox', itemId: 'inbox:24', destinationFolderId: 'archive' }];
    expect((await phone.moveItems({ moves })).response?.answers).toMatchObject([{ status }]);
    Object.assign(backend, own);
    expect((await phone.moveItems({ moves })).response?.answers).toMatchObject([{ status: 3 }]);
  });

  it('the copy in Sent does not undo what was sent, and nothing is sent twice', async () => {
    const phone = await connect();
    refuse('append', 'quota');
    const mime = Buffer.from(`To: ${phone.user}\r\nSubject: to myself\r\n\r\nHello\r\n`);
    const request = { clientId: 'copy', saveInSentItems: true, mime };
    expect(await phone.sendMail(request)).toMatchObject({ http: 200, response: undefined });
    expect((await phone.sendMail(request)).response?.status).toBe(118);
    await until(async () => plain.logged().includes('A mail was sent but not kept in Sent'));
    expect((await ask(phone, '2'))?.changes).toMatchObject([{ kind: 'add' }]);
  });
});
