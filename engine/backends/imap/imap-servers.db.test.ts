import { readFileSync } from 'node:fs';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConnection } from './connection';
import { ImapBackend } from './imap-backend';
import { parseImapUrl } from './imap-url';
import { ListingCache } from './listing-cache';
import type { Dovecot } from './testing/dovecot';
import type { DovecotOptions } from './testing/dovecot-configuration';
import { SharedDovecots } from './testing/shared-dovecots';
import { type Account, BackendUnavailable, type FolderChange } from '@/engine/backends/contract';
import { folderIdFor } from '@/engine/backends/folder-id';
import type { FolderRegistry } from '@/engine/backends/folder-registry';
import { makeCertificate } from '@/engine/backends/testing/make-certificate';
import { MemoryFolderRegistry } from '@/engine/backends/testing/memory-folder-registry';

const never = new AbortController().signal;
const inboxId = folderIdFor('INBOX');
const certificate = makeCertificate();
const servers = new SharedDovecots();
const backends: ImapBackend[] = [];
let mailboxes = 0;

const dovecotWith = (options: DovecotOptions = {}) => servers.with(options);

let dovecot: Dovecot;
beforeAll(async () => {
  dovecot = await dovecotWith();
}, 30_000);

afterAll(async () => {
  for (const backend of backends) await backend.close();
  await servers.stop();
  certificate.remove();
});

type Choices = { server?: Dovecot; registry?: FolderRegistry; perMailbox?: number };

function open({ server = dovecot, registry = new MemoryFolderRegistry(), perMailbox = 3 }: Choices = {}): ImapBackend {
  const backend = new ImapBackend({
    server: parseImapUrl(`imap://127.0.0.1:${server.port}?domain=example.com`),
    certificateAuthorities: [],
    sender: { send: () => Promise.reject(new Error('no sender')) },
    registry,
    limits: { perMailbox, total: 100 },
  });
  backends.push(backend);
  return backend;
}

async function newAccount(server = dovecot): Promise<Account> {
  mailboxes += 1;
  const mailbox = `person${mailboxes}@example.com`;
  await server.setPassword(mailbox, 'tulip');
  const credentials = { username: mailbox, password: 'tulip', clientAddress: '192.0.2.7' };
  return { mailbox, address: mailbox, displayName: null, credentials };
}

/** Another mail program of the same user. */
async function asOtherClient<Result>(
  { mailbox }: Account,
  run: (client: ImapFlow) => Promise<Result>,
  server = dovecot,
): Promise<Result> {
  const auth = { user: mailbox, pass: 'tulip' };
  const client = new ImapFlow({ host: '127.0.0.1', port: server.port, secure: false, auth, logger: false });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.logout();
  }
}

const letter = (subject: string) =>
  Buffer.from(`Subject: ${subject}\r\nMessage-ID: <${subject}@example.com>\r\n\r\nhi\r\n`);

describe('folders of an IMAP server', () => {
  it('are typed by SPECIAL-USE, and a folder that only holds others is left out', async () => {
    const account = await newAccount();
    const folders = await open().listFolders(account, never);
    const named = Object.fromEntries(folders.map(({ name, kind, parentId }) => [name, { kind, parentId }]));
    expect(named).toEqual({
      Inbox: { kind: 'inbox', parentId: null },
      Drafts: { kind: 'drafts', parentId: null },
      'Sent Mail': { kind: 'sent', parentId: null },
      Trash: { kind: 'trash', parentId: null },
      Halden: { kind: 'mail', parentId: null },
    });
  });

  it('stand beside the Inbox where the server has everything inside it', async () => {
    const server = await dovecotWith({ separator: '.', prefix: 'INBOX.' });
    const account = await newAccount(server);
    const backend = open({ server });
    const made = await backend.createFolder(account, { name: 'St. Gallen', parentId: null }, never);
    expect(made).toMatchObject({ name: 'St. Gallen', parentId: null });
    const folders = await backend.listFolders(account, never);
    expect(folders).toContainEqual(made);
    expect(folders.every(({ parentId }) => parentId === null)).toBe(true);
    const paths = await asOtherClient(account, async (client) => (await client.list()).map(({ path }) => path), server);
    expect(paths).toContain('INBOX.St\u2024 Gallen');
  });

  it('are found that another mail program made a moment ago', async () => {
    const backend = open();
    const account = await newAccount();
    await backend.listFolders(account, never);
    await asOtherClient(account, (client) => client.mailboxCreate('Neu/Ärger'));
    const made = (await backend.listFolders(account, never)).find(({ name }) => name === 'Ärger');
    expect(await backend.listMessages({ account, folderId: made?.id ?? '' }, never)).toMatchObject({ messages: [] });
  });

  it('keep their ids for one front end when another renames them', async () => {
    const registry = new MemoryFolderRegistry();
    const [here, there] = [open({ registry }), open({ registry })];
    const account = await newAccount();
    const first = await here.createFolder(account, { name: 'First', parentId: null }, never);
    const message = { raw: letter('kept'), marks: {}, receivedAt: new Date() };
    const uid = await here.append({ account, folderId: first.id, ...message }, never);
    await there.listFolders(account, never);
    await here.changeFolder({ account, folderId: first.id, name: 'Renamed', parentId: null }, never);
    const second = await here.createFolder(account, { name: 'First', parentId: null }, never);
    const uids = async (folderId: string) =>
      (await there.listMessages({ account, folderId }, never))?.messages.map((listed) => listed.uid);
    expect(await uids(first.id)).toEqual([uid]);
    expect(await uids(second.id)).toEqual([]);
  });

  it('are what an administrator says they are', async () => {
    const registry = new MemoryFolderRegistry();
    const backend = open({ registry });
    const account = await newAccount();
    await backend.listFolders(account, never);
    registry.choose(account.mailbox, 'Projects/Halden', 'sent');
    registry.choose(account.mailbox, 'INBOX', 'trash');
    const kinds = Object.fromEntries((await backend.listFolders(account, never)).map(({ name, kind }) => [name, kind]));
    expect(kinds).toMatchObject({ Halden: 'sent', 'Sent Mail': 'mail', Inbox: 'inbox', Trash: 'trash' });
  });

  it('that were made anew have another validity, and none of the old messages', async () => {
    const backend = open();
    const account = await newAccount();
    const { id: folderId } = await backend.createFolder(account, { name: 'Again', parentId: null }, never);
    const message = { raw: letter('old'), marks: {}, receivedAt: new Date() };
    await backend.append({ account, folderId, ...message }, never);
    const before = await backend.listMessages({ account, folderId }, never);
    // Dovecot makes them of the time in seconds.
    const second = () => Math.floor(Date.now() / 1000);
    const madeAt = second();
    await expect.poll(second, { timeout: 3000 }).toBeGreaterThan(madeAt);
    await asOtherClient(account, async (client) => {
      await client.mailboxDelete('Again');
      await client.mailboxCreate('Again');
      await client.append('Again', letter('new'));
    });
    const after = await backend.listMessages({ account, folderId }, never);
    expect(after?.validity).not.toBe(before?.validity);
    const uids = after?.messages.map(({ uid }) => uid) ?? [];
    const heads = await backend.fetchHeads({ account, folderId, uids }, never);
    expect(heads.map(({ subject }) => subject)).toEqual(['new']);
  });
});

describe('messages of an IMAP server', () => {
  it('that another mail program has marked for deletion are not shown, and survive what a phone removes', async () => {
    const server = await dovecotWith({ without: ['UIDPLUS', 'MOVE'] });
    for (const used of [dovecot, server]) {
      const account = await newAccount(used);
      const backend = open({ server: used });
      await asOtherClient(
        account,
        async (client) => {
          for (const subject of ['one', 'two', 'three']) await client.append('INBOX', letter(subject));
          await client.mailboxOpen('INBOX');
          await client.messageFlagsAdd('1', ['\\Deleted'], { uid: true });
        },
        used,
      );
      const query = { account, folderId: inboxId };
      expect((await backend.listMessages(query, never))?.messages.map(({ uid }) => uid)).toEqual([2, 3]);
      expect(await backend.fetchHeads({ ...query, uids: [1] }, never)).toEqual([]);
      await backend.remove({ ...query, uids: [2] }, never);
      const left = await asOtherClient(
        account,
        async (client) => {
          await client.mailboxOpen('INBOX');
          return client.fetchAll('1:*', { uid: true, flags: true });
        },
        used,
      );
      expect(left.map(({ uid, flags }) => [uid, flags?.has('\\Deleted')])).toEqual([
        [1, true],
        [3, false],
      ]);
    }
  });

  it('are told apart when they are moved to a server that does not tell where they are', async () => {
    const server = await dovecotWith({ without: ['UIDPLUS', 'MOVE'] });
    const account = await newAccount(server);
    const backend = open({ server });
    const folder = await backend.createFolder(account, { name: 'Target', parentId: null }, never);
    const receivedAt = new Date('2026-02-01T08:00:00Z');
    const append = (subject: string) =>
      backend.append({ account, folderId: inboxId, raw: letter(subject), marks: {}, receivedAt }, never);
    const uids = [await append('same'), await append('other'), await append('same')];
    const query = { account, folderId: inboxId, uids, targetId: folder.id };
    const moved = await backend.move(query, never);
    const there = [...moved.values()];
    expect([...moved.keys()]).toEqual(uids);
    expect(new Set(there).size).toBe(3);
    const heads = await backend.fetchHeads({ account, folderId: folder.id, uids: there }, never);
    const subjects = new Map(heads.map(({ uid, subject }) => [uid, subject]));
    expect(there.map((uid) => subjects.get(uid))).toEqual(['same', 'other', 'same']);
  });

  it('are listed by what has changed, where the server can tell', async () => {
    const account = await newAccount();
    await asOtherClient(account, async (client) => {
      for (let index = 0; index < 300; index += 1) await client.append('INBOX', letter(`m${index}`));
    });
    const connection = { server: parseImapUrl(`imap://127.0.0.1:${dovecot.port}`), certificateAuthorities: [] };
    const login = { user: account.mailbox, password: 'tulip', clientAddress: null };
    const client = await openConnection(connection, login, { signal: never, disableAutoIdle: true });
    if (!client) throw new Error('refused');
    const cache = new ListingCache();
    const list = async () => {
      client.stats(true);
      const { messages } = await cache.list(client, { mailbox: account.mailbox, path: 'INBOX' }, undefined);
      return { messages, receivedBytes: client.stats(true).received };
    };
    const first = await list();
    expect(first.messages).toHaveLength(300);
    expect((await list()).receivedBytes).toBeLessThan(1000);
    await asOtherClient(account, async (other) => {
      await other.mailboxOpen('INBOX');
      await other.messageFlagsAdd('7', ['\\Flagged'], { uid: true });
      await other.append('INBOX', letter('new'));
    });
    const second = await list();
    expect(second.messages).toHaveLength(301);
    expect(second.messages.filter(({ isFlagged }) => isFlagged).map(({ uid }) => uid)).toEqual([7]);
    expect(second.receivedBytes).toBeLessThan(first.receivedBytes / 4);
    await asOtherClient(account, async (other) => {
      await other.mailboxOpen('INBOX');
      await other.messageDelete('3:5', { uid: true });
      await other.append('INBOX', letter('last'));
    });
    const third = await list();
    expect(third.messages).toHaveLength(299);
    expect(third.messages.map(({ uid }) => uid).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 302 }, (_, index) => index + 1).filter((uid) => uid < 3 || uid > 5),
    );
    await client.logout();
  });

  it('of a cache that is full are listed all the same', async () => {
    const account = await newAccount();
    await asOtherClient(account, async (client) => {
      for (let index = 0; index < 5; index += 1) await client.append('INBOX', letter(`m${index}`));
    });
    const connection = { server: parseImapUrl(`imap://127.0.0.1:${dovecot.port}`), certificateAuthorities: [] };
    const login = { user: account.mailbox, password: 'tulip', clientAddress: null };
    const client = await openConnection(connection, login, { signal: never, disableAutoIdle: true });
    if (!client) throw new Error('refused');
    const cache = new ListingCache(4);
    const place = { mailbox: account.mailbox, path: 'INBOX' };
    const listings = await Promise.all([cache.list(client, place, undefined), cache.list(client, place, undefined)]);
    expect(listings.map(({ messages }) => messages.length)).toEqual([5, 5]);
    await client.logout();
  });
});

describe('connections to an IMAP server', () => {
  it('say where the phone calls from', async () => {
    const account = await newAccount();
    await open().authenticate(account.credentials, never);
    const isLogged = () => new RegExp(`Login: user=<${account.mailbox}>.*rip=192\\.0\\.2\\.7`).test(dovecot.logged());
    await expect.poll(isLogged).toBe(true);
  });

  it('are encrypted, to a server whose certificate is trusted and to no other', async () => {
    const server = await dovecotWith({ certificate });
    const account = await newAccount(server);
    const authority = readFileSync(certificate.certificateFile, 'utf8');
    const kinds = [
      { ...parseImapUrl(`imap://127.0.0.1:${server.port}`), tls: 'starttls' as const },
      parseImapUrl(`imaps://127.0.0.1:${server.tlsPort}`),
    ];
    for (const kind of kinds) {
      const connect = (certificateAuthorities: string[]) => {
        const login = { user: account.mailbox, password: 'tulip', clientAddress: null };
        return openConnection({ server: kind, certificateAuthorities }, login, {
          signal: never,
          disableAutoIdle: true,
        });
      };
      const client = await connect([authority]);
      expect(client?.secureConnection).toBe(true);
      client?.close();
      await expect(connect([])).rejects.toBeInstanceOf(BackendUnavailable);
    }
  });

  it('are not made in the clear to a server that should encrypt', async () => {
    const account = await newAccount();
    const server = { ...parseImapUrl(`imap://127.0.0.1:${dovecot.port}`), tls: 'starttls' as const };
    const login = { user: account.mailbox, password: 'tulip', clientAddress: null };
    const connecting = openConnection({ server, certificateAuthorities: [] }, login, { signal: never });
    await expect(connecting).rejects.toBeInstanceOf(BackendUnavailable);
  });

  it('stay below what the server allows a user, however much is asked at once', async () => {
    const server = await dovecotWith({ connectionsPerUser: 3 });
    const account = await newAccount(server);
    const backend = open({ server, perMailbox: 2 });
    const lists = await Promise.all(Array.from({ length: 16 }, () => backend.listFolders(account, never)));
    expect(new Set(lists.map(({ length }) => length))).toEqual(new Set([5]));
  });

  it('are let go of when nobody waits any more', async () => {
    const controller = new AbortController();
    controller.abort(new Error('gone'));
    const { credentials } = await newAccount();
    await expect(open().authenticate(credentials, controller.signal)).rejects.toThrow('gone');
  });
});

describe('a watch', () => {
  function hear() {
    const heard: FolderChange[] = [];
    const controller = new AbortController();
    const options = {
      signal: controller.signal,
      onChange: (changes: readonly FolderChange[]) => void heard.push(...changes),
      onEnd: () => undefined,
    };
    return { heard, controller, options };
  }

  it('hears of folders other than the Inbox at once, from a server that can tell', async () => {
    const backend = open();
    const account = await newAccount();
    const { id: folderId } = await backend.createFolder(account, { name: 'Büro', parentId: null }, never);
    const { id: unwatched } = await backend.createFolder(account, { name: 'Unwatched', parentId: null }, never);
    const { heard, controller, options } = hear();
    await backend.watch(account, () => new Set([folderId]), options);
    await asOtherClient(account, async (client) => {
      await client.append('Unwatched', letter('elsewhere'));
      await client.append('Büro', letter('here'));
    });
    await expect.poll(() => heard, { timeout: 10_000 }).toContainEqual({ folderId, hasArrivals: true });
    heard.length = 0;
    await asOtherClient(account, async (client) => {
      await client.mailboxOpen('Büro');
      await client.messageFlagsAdd('1', ['\\Seen'], { uid: true });
    });
    await expect.poll(() => heard, { timeout: 10_000 }).toContainEqual({ folderId, hasArrivals: false });
    expect(heard.some((change) => change.folderId === unwatched || change.hasArrivals)).toBe(false);
    controller.abort();
  });

  it('still hears of the Inbox after it heard of others', async () => {
    const backend = open();
    const account = await newAccount();
    const { id: folderId } = await backend.createFolder(account, { name: 'Other', parentId: null }, never);
    const { heard, controller, options } = hear();
    await backend.watch(account, () => new Set([folderId, inboxId]), options);
    await asOtherClient(account, (client) => client.append('Other', letter('one')));
    await expect.poll(() => heard, { timeout: 10_000 }).toContainEqual({ folderId, hasArrivals: true });
    await asOtherClient(account, (client) => client.append('INBOX', letter('two')));
    const inbox = { folderId: inboxId, hasArrivals: true };
    await expect.poll(() => heard, { timeout: 10_000 }).toContainEqual(inbox);
    controller.abort();
  });

  it('ends once the password has been changed', async () => {
    const backend = open();
    const account = await newAccount();
    await dovecot.setPassword(account.mailbox, 'rose');
    const ended = await new Promise<boolean>((resolve, reject) => {
      const options = { signal: never, onChange: () => undefined, onEnd: () => resolve(true) };
      backend.watch(account, () => new Set(), options).catch(reject);
    });
    expect(ended).toBe(true);
    expect(await backend.authenticate(account.credentials, never)).toBeNull();
    const changed = { ...account.credentials, password: 'rose' };
    expect(await backend.authenticate(changed, never)).toMatchObject({ mailbox: account.mailbox });
  });
});
