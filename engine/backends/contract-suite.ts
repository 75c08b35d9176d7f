import { describe, expect, it } from 'vitest';
import type { Account, MailBackend } from './contract';

/** A back end under test, with a hand on its mail store that is not the back end itself. */
export type BackendUnderTest = {
  readonly backend: MailBackend;
  /** Forms of the user name that lead to one mailbox. */
  readonly usernames: readonly string[];
  readonly password: string;
  readonly mailbox: string;
  /** Puts a message into the Inbox. */
  deliver(raw: Buffer): Promise<void>;
  setRead(uid: number, isRead: boolean): Promise<void>;
  remove(uid: number): Promise<void>;
};

const never = new AbortController().signal;

const rawMessage = (subject: string, body = 'Hello\r\n') =>
  Buffer.from(
    [
      'From: =?UTF-8?Q?J=C3=B6rg?= Brandt <joerg@example.com>',
      'To: Anna <anna@example.com>, "Weber, Katrin" <weber@example.com>',
      'Cc: team@example.com',
      `Subject: ${subject}`,
      'Date: Tue, 3 Mar 2026 10:00:00 +0000',
      'Importance: high',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      body,
    ].join('\r\n'),
  );

/** What every back end guarantees to the engine. */
export function describeBackend(name: string, start: () => Promise<BackendUnderTest>): void {
  describe(`${name} keeps the contract of back ends`, () => {
    async function signIn(): Promise<BackendUnderTest & { account: Account; inboxId: string }> {
      const under = await start();
      const account = await under.backend.authenticate(
        { username: under.usernames[0] ?? '', password: under.password },
        never,
      );
      if (!account) throw new Error('the right password was refused');
      const folders = await under.backend.listFolders(account, never);
      const inbox = folders.find(({ kind }) => kind === 'inbox');
      if (!inbox) throw new Error('there is no Inbox');
      return { ...under, account, inboxId: inbox.id };
    }

    const list = async (from: Awaited<ReturnType<typeof signIn>>) => {
      const listing = await from.backend.listMessages({ account: from.account, folderId: from.inboxId }, never);
      if (!listing) throw new Error('the Inbox cannot be listed');
      return listing;
    };

    const newest = (listing: { messages: readonly { uid: number }[] }) =>
      Math.max(...listing.messages.map(({ uid }) => uid));

    it('gives one canonical mailbox name for every form of the user name', async () => {
      const { backend, usernames, password, mailbox } = await start();
      for (const username of usernames) {
        expect(await backend.authenticate({ username, password }, never)).toMatchObject({ mailbox });
      }
    });

    it('refuses a wrong password, an empty one and an unknown form of name', async () => {
      const { backend, usernames, password } = await start();
      const username = usernames[0] ?? '';
      expect(await backend.authenticate({ username, password: `${password}x` }, never)).toBeNull();
      expect(await backend.authenticate({ username, password: '' }, never)).toBeNull();
      expect(await backend.authenticate({ username: 'no such\r\nname', password }, never)).toBeNull();
    });

    it('lists folders with parents first, one of each kind and ids that a phone can take', async () => {
      const { backend, account } = await signIn();
      const folders = await backend.listFolders(account, never);
      const seen = new Set<string>();
      for (const { id, parentId } of folders) {
        expect(id).toMatch(/^[A-Za-z0-9._-]{1,40}$/);
        expect(seen.has(id)).toBe(false);
        expect(parentId === null || seen.has(parentId)).toBe(true);
        seen.add(id);
      }
      const kinds = folders.map(({ kind }) => kind).filter((kind) => kind !== 'mail');
      expect(new Set(kinds).size).toBe(kinds.length);
      expect(await backend.listFolders(account, never)).toEqual(folders);
    });

    it('shows a delivered message with its headers and its text', async () => {
      const under = await signIn();
      await under.deliver(rawMessage('=?UTF-8?B?R3LDvMOfZQ==?=', 'Schöne Grüße\r\n'));
      const uid = newest(await list(under));
      const [message] = await under.backend.fetchMessages(
        { account: under.account, folderId: under.inboxId, uids: [uid], bodyLimitBytes: 1000 },
        never,
      );
      expect(message).toMatchObject({
        uid,
        isRead: false,
        subject: 'Grüße',
        importance: 'high',
        from: [{ name: 'Jörg Brandt', address: 'joerg@example.com' }],
        to: [
          { name: 'Anna', address: 'anna@example.com' },
          { name: 'Weber, Katrin', address: 'weber@example.com' },
        ],
        cc: [{ name: '', address: 'team@example.com' }],
        body: { format: 'text', isTruncated: false },
      });
      expect(message?.body.content.trim()).toBe('Schöne Grüße');
    });

    it('cuts a long body at the limit, between characters, and says how long the whole is', async () => {
      const under = await signIn();
      await under.deliver(rawMessage('long', `${'ä'.repeat(5000)}\r\n`));
      const uid = newest(await list(under));
      const [message] = await under.backend.fetchMessages(
        { account: under.account, folderId: under.inboxId, uids: [uid], bodyLimitBytes: 1001 },
        never,
      );
      expect(message?.body.isTruncated).toBe(true);
      expect(message?.body.content).toMatch(/^ä{400,500}$/);
      expect(message?.body.sizeBytes).toBeGreaterThan(9_000);
    });

    it('leaves out uids that are gone', async () => {
      const under = await signIn();
      await under.deliver(rawMessage('soon gone'));
      const uid = newest(await list(under));
      await under.remove(uid);
      const query = { account: under.account, folderId: under.inboxId, uids: [uid, uid + 1000], bodyLimitBytes: 100 };
      expect(await under.backend.fetchMessages(query, never)).toEqual([]);
      expect((await list(under)).messages.map((message) => message.uid)).not.toContain(uid);
    });

    it('changes the token of a folder with every delivery, read mark and deletion, and at no other time', async () => {
      const under = await signIn();
      const token = async () =>
        (await under.backend.folderTokens(under.account, [under.inboxId], never)).get(under.inboxId);
      await under.deliver(rawMessage('token'));
      const listing = await list(under);
      const seen = new Set([listing.token]);
      expect(await token()).toBe(listing.token);
      const uid = newest(listing);
      await under.setRead(uid, true);
      seen.add((await token()) ?? '');
      expect((await list(under)).messages.find((message) => message.uid === uid)?.isRead).toBe(true);
      await under.remove(uid);
      seen.add((await token()) ?? '');
      await under.deliver(rawMessage('another'));
      seen.add((await token()) ?? '');
      expect(seen.size).toBe(4);
    });

    it('knows nothing of a folder that does not exist', async () => {
      const { backend, account } = await signIn();
      expect(await backend.listMessages({ account, folderId: 'no-such-folder' }, never)).toBeNull();
      expect(
        await backend.fetchMessages({ account, folderId: 'no-such-folder', uids: [1], bodyLimitBytes: 10 }, never),
      ).toEqual([]);
      expect(await backend.folderTokens(account, ['no-such-folder'], never)).toEqual(new Map());
    });

    it('lists only what was received since a time, if asked', async () => {
      const under = await signIn();
      await under.deliver(rawMessage('recent'));
      const uid = newest(await list(under));
      const query = { account: under.account, folderId: under.inboxId };
      const dayMs = 86_400_000;
      const recent = await under.backend.listMessages({ ...query, since: new Date(Date.now() - 2 * dayMs) }, never);
      expect(recent?.messages.map((message) => message.uid)).toContain(uid);
      const future = await under.backend.listMessages({ ...query, since: new Date(Date.now() + 2 * dayMs) }, never);
      expect(future?.messages).toEqual([]);
    });

    it('reports a delivery to whoever watches, and nothing once the watch has ended', async () => {
      const under = await signIn();
      const controller = new AbortController();
      const changes: string[] = [];
      let heard = () => undefined as void;
      const firstChange = new Promise<void>((resolve) => (heard = resolve));
      await under.backend.watch(under.account, () => new Set([under.inboxId]), {
        signal: controller.signal,
        onChange: (folderIds) => {
          changes.push(...folderIds);
          heard();
        },
        onEnd: () => changes.push('ended'),
      });
      await under.deliver(rawMessage('wake up'));
      await firstChange;
      expect(new Set(changes)).toEqual(new Set([under.inboxId]));
      controller.abort();
      changes.length = 0;
      await under.deliver(rawMessage('nobody listens'));
      expect(changes).toEqual([]);
    });
  });
}
