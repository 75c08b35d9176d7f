import { randomBytes } from 'node:crypto';
import { ImapFlow } from 'imapflow';
import { afterAll, describe, expect, it } from 'vitest';
import { folderIdFor } from '@/engine/backends/folder-id';
import { type CuttingProxy, startCuttingProxy } from '@/engine/backends/imap/testing/cutting-proxy';
import { collection, fetchOf, syncOf, until } from '@/engine/engine-under-test';
import { useEngineOverDovecot } from '@/engine/engine-over-dovecot';
import type { EasAnswer } from '@/engine/testing/eas-answer';
import type { EasClient } from '@/engine/testing/eas-client';
import type { RequestedCollection } from '@/lib/protocol/eas/sync-request';
import type { SyncServerChange } from '@/lib/protocol/eas/sync-response';
import { child, el } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const proxies: CuttingProxy[] = [];
const {
  dovecot,
  engine,
  phone: phoneOf,
} = await useEngineOverDovecot(url, {
  imapPort: async (port) => {
    proxies.push(await startCuttingProxy(port));
    return proxies[0]?.port ?? 0;
  },
});
const [proxy] = proxies;
if (!proxy) throw new Error('There is no proxy');
const { cut, hangUp } = proxy;
afterAll(() => proxy.stop());

const inboxId = folderIdFor('INBOX');
const draftsId = folderIdFor('Drafts');
const options = [
  { bodyPreferences: [{ type: 1, allOrNone: false } as const], bodyPartPreferences: [], mimeSupport: 0 as const },
];

const ask = (phone: EasClient, key: string, rest: Partial<RequestedCollection> = {}) =>
  phone.sync(syncOf(collection(key, { collectionId: inboxId, ...rest })));

let owners = 0;
async function connect(...mails: Buffer[]): Promise<{ phone: EasClient; user: string }> {
  owners += 1;
  const user = `owner${owners}@example.com`;
  for (const mail of mails) dovecot.deliver(user, mail);
  const phone = await phoneOf(user);
  await phone.folderSync('0');
  await ask(phone, '0', { options });
  return { phone, user };
}

/** Until the mail server is asked again: it is spared for a moment after it failed. */
const untilServed = <Answer extends EasAnswer<unknown>>(request: () => Promise<Answer>): Promise<Answer> =>
  until(async () => {
    const answer = await request();
    return answer.http === 503 ? null : answer;
  });

const mail = (subject: string, body = 'Hello') =>
  Buffer.from(
    `From: Bert <bert@example.com>\nTo: anna@example.com\nSubject: ${subject}\nMessage-ID: <${subject}@x>\n\n${body}\n`,
  );

const subjectsOf = (changes: readonly SyncServerChange[] | undefined) =>
  (changes ?? []).map((change) =>
    'properties' in change ? change.properties.find(({ name }) => name === 'Subject')?.text : change.kind,
  );

/** What lies in a folder, asked at the mail server itself. */
async function stored(user: string, path: string): Promise<string[]> {
  const auth = { user, pass: 'tulip' };
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, auth, logger: false });
  await client.connect();
  try {
    await client.mailboxOpen(path, { readOnly: true });
    const found = await client.fetchAll('1:*', { envelope: true });
    return found.map(({ envelope }) => envelope?.subject ?? '');
  } finally {
    await client.logout();
  }
}

const tryLater = { http: 503, headers: { 'retry-after': expect.any(String) } };

describe('a mail server that is stopped while phones sync', () => {
  it('has them told to try later; held pings stay, and after its return nothing is lost', async () => {
    const { phone, user } = await connect(mail('first'));
    const waiting = await phoneOf(user);
    await waiting.folderSync('0');
    await ask(waiting, '0', { options });
    expect(subjectsOf((await ask(waiting, '1')).response?.collections[0]?.changes)).toEqual(['first']);
    const ping = waiting.ping({ heartbeatSeconds: 900, folders: [{ id: inboxId }] });
    await until(async () => engine.engine.held.isWatched(user));

    expect(subjectsOf((await ask(phone, '1')).response?.collections[0]?.changes)).toEqual(['first']);
    await dovecot.halt();
    hangUp(); // its processes live on for as long as somebody is connected
    expect(await ask(phone, '2')).toMatchObject(tryLater);
    expect(await phone.folderSync('1')).toMatchObject(tryLater);
    expect(engine.engine.held.isWatched(user)).toBe(true);
    dovecot.deliver(user, mail('second'));
    await dovecot.resume();

    const { response } = await untilServed(() => ask(phone, '2'));
    expect(subjectsOf(response?.collections[0]?.changes)).toEqual(['second']);
    expect((await ping).response).toMatchObject({ status: 2, folders: [inboxId] });
    expect(subjectsOf((await ask(waiting, '2')).response?.collections[0]?.changes)).toEqual(['second']);
  });
});

describe('a connection that is cut in the middle of a mail', () => {
  const body = randomBytes(60_000).toString('base64').replaceAll(/.{70}/g, '$&\n');

  it.each([0, 1, 4096, 80_000])(
    'after %i octets gives no half mail, and the whole one the next time',
    async (afterBytes) => {
      const { phone } = await connect(mail('long', body));
      const broken = cut({ at: 'literal', leastBytes: 50_000, afterBytes });
      const first = await ask(phone, '1');
      await broken;
      expect(first).toMatchObject(tryLater);
      const { response } = await untilServed(() => ask(phone, '1'));
      const [change] = response?.collections[0]?.changes ?? [];
      const found =
        change && 'properties' in change ? change.properties.find(({ name }) => name === 'Body') : undefined;
      const data = found && child(found, 'Data')?.text;
      expect(data?.replaceAll('\r\n', '\n').trim()).toBe(body.trim());
    },
  );

  it('is no shorter file: an attachment comes whole or not at all', async () => {
    const content = randomBytes(200_000);
    const file = `MIME-Version: 1.0\nContent-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: base64\n\n`;
    const raw = `From: b@example.com\nSubject: file\n${file}${content.toString('base64').replaceAll(/.{76}/g, '$&\n')}\n`;
    const { phone } = await connect(Buffer.from(raw));
    const fileReference = `${inboxId}:1:1`;
    const fetchFile = () =>
      phone.itemOperations({
        operations: [fetchOf({ by: 'fileReference', fileReference })],
      });
    const broken = cut({ at: 'literal', leastBytes: 200_000, afterBytes: 100_000 });
    const first = await fetchFile();
    await broken;
    expect(first).toMatchObject(tryLater);
    const [answer] = (await untilServed(fetchFile)).response?.answers ?? [];
    const bytes = answer?.kind === 'fetch' && answer.data?.content.kind === 'inline' ? answer.data.content.bytes : [];
    expect(content.equals(Buffer.from(bytes))).toBe(true);
  });
});

describe('an answer of the mail server that is lost', () => {
  it('to a draft that was stored does not make two of it', async () => {
    const { phone, user } = await connect();
    await ask(phone, '0', { collectionId: draftsId });
    const add = { kind: 'add', clientId: 'one', properties: [el('Email', 'Subject', 'unfinished')] } as const;
    const send = () => ask(phone, '1', { collectionId: draftsId, changes: [add] });
    const broken = cut({ at: 'answer', to: 'APPEND' });
    const first = await send();
    await broken;
    expect(first).toMatchObject(tryLater);
    const again = (await untilServed(send)).response?.collections[0];
    expect(again).toMatchObject({ status: 1, responses: [{ kind: 'add', clientId: 'one', status: 1 }] });
    expect(await stored(user, 'Drafts')).toEqual(['unfinished']);

    const serverId = again?.responses?.[0]?.serverId ?? '';
    const change = { kind: 'change', serverId, properties: [el('Email', 'Subject', 'nearly')], isSend: false } as const;
    const rewrite = () => ask(phone, again?.syncKey ?? '', { collectionId: draftsId, changes: [change] });
    const brokenAgain = cut({ at: 'answer', to: 'APPEND' });
    expect(await rewrite()).toMatchObject(tryLater);
    await brokenAgain;
    expect((await untilServed(rewrite)).response?.collections[0]).toMatchObject({ status: 1 });
    expect(await stored(user, 'Drafts')).toEqual(['nearly']);
  });

  it('to a deletion puts the mail into the trash once', async () => {
    const { phone, user } = await connect(mail('unwanted'));
    await ask(phone, '1');
    const remove = () => ask(phone, '2', { changes: [{ kind: 'delete', serverId: `${inboxId}:1` }] });
    const broken = cut({ at: 'answer', to: 'MOVE' });
    expect(await remove()).toMatchObject(tryLater);
    await broken;
    const again = (await untilServed(remove)).response?.collections[0];
    expect([again?.status, again?.responses ?? [], again?.changes ?? []]).toEqual([1, [], []]);
    expect([await stored(user, 'INBOX'), await stored(user, 'Trash')]).toEqual([[], ['unwanted']]);
  });

  // [MS-ASCMD] 2.2.3.177.10 Status (MoveItems) 1: it is not there any more; what had to go into Deleted Items is done then
  it.each([
    ['Trash', 3],
    ['Projects/Halden', 1],
  ])('to a move into %s leaves the mail in one place, where the phone finds it', async (path, status) => {
    const targetId = folderIdFor(path);
    const { phone, user } = await connect(mail('moved'));
    await ask(phone, '1');
    const move = { sourceFolderId: inboxId, itemId: `${inboxId}:1`, destinationFolderId: targetId };
    const broken = cut({ at: 'answer', to: 'MOVE' });
    expect(await phone.moveItems({ moves: [move] })).toMatchObject(tryLater);
    await broken;
    const again = await untilServed(() => phone.moveItems({ moves: [move] }));
    expect(again.response?.answers).toMatchObject([{ status }]);
    expect([await stored(user, 'INBOX'), await stored(user, path)]).toEqual([[], ['moved']]);
    expect((await ask(phone, '2')).response?.collections[0]?.changes).toMatchObject([{ kind: 'delete' }]);
    await ask(phone, '0', { collectionId: targetId });
    const found = await ask(phone, '1', { collectionId: targetId });
    expect(subjectsOf(found.response?.collections[0]?.changes)).toEqual(['moved']);
  });

  it('to a mark leaves it set', async () => {
    const { phone } = await connect(mail('read'));
    await ask(phone, '1');
    const change = {
      kind: 'change',
      serverId: `${inboxId}:1`,
      properties: [el('Email', 'Read', true)],
      isSend: false,
    } as const;
    const broken = cut({ at: 'answer', to: 'STORE' });
    expect(await ask(phone, '2', { changes: [change] })).toMatchObject(tryLater);
    await broken;
    const again = (await untilServed(() => ask(phone, '2', { changes: [change] }))).response?.collections[0];
    expect([again?.status, again?.responses ?? [], again?.changes ?? []]).toEqual([1, [], []]);
    expect((await ask(phone, again?.syncKey ?? '')).response).toBeUndefined();
  });
});
