import { describe, expect, it } from 'vitest';
import type { AutoReply } from './auto-reply';
import {
  type Account,
  type FolderChange,
  FolderProblem,
  type MailBackend,
  type MailSearch,
  type MessagePart,
  SendRefused,
  textKey,
  validityOfToken,
} from './contract';

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
  /** What the mail system was handed last, after `raw` was sent to `recipient`. */
  sent(raw: Buffer): Promise<Buffer | null>;
  readonly recipient: string;
  /** One that the mail system does not take. */
  readonly refusedRecipient: string;
  readonly hasAutoReplies: boolean;
};

const never = new AbortController().signal;
const DAY_MS = 86_400_000;

const rawMessage = (subject: string, body = 'Hello\r\n') =>
  Buffer.from(
    [
      'From: =?UTF-8?Q?J=C3=B6rg?= Brandt <joerg@example.com>',
      'Reply-To: answers@example.com',
      'To: Anna <anna@example.com>, "Weber, Katrin" <weber@example.com>',
      'Cc: team@example.com',
      `Subject: ${subject}`,
      'Date: Tue, 3 Mar 2026 10:00:00 +0000',
      'Message-ID: <one@example.com>',
      'In-Reply-To: <none@example.com>',
      'References: <first@example.com>',
      ' <none@example.com>',
      'Importance: high',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      body,
    ].join('\r\n'),
  );

const multipart = Buffer.from(
  [
    'From: joerg@example.com',
    'Subject: parts',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=m',
    '',
    '--m',
    'Content-Type: multipart/alternative; boundary=a',
    '',
    '--a',
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Gr=FC=DFe an alle',
    '--a',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    'PHA+R3LDvMOfZTwvcD4=',
    '--a--',
    '--m',
    "Content-Type: application/pdf; name*=utf-8''R%C3%BCckblick.pdf",
    "Content-Disposition: attachment; filename*=utf-8''R%C3%BCckblick.pdf",
    'Content-Transfer-Encoding: base64',
    '',
    'JVBERi0xLjQ=',
    '--m',
    'Content-Type: image/png',
    'Content-Disposition: inline; filename=dot.png',
    'Content-ID: <dot@example.com>',
    'Content-Transfer-Encoding: base64',
    '',
    'iVBORw==',
    '--m',
    'Content-Type: message/rfc822',
    '',
    'Subject: inside',
    'Content-Type: multipart/mixed; boundary=i',
    '',
    '--i',
    'Content-Type: text/plain',
    '',
    'inner text',
    '--i--',
    '--m',
    'Content-Type: message/rfc822',
    '',
    'Subject: single',
    '',
    'single text',
    '--m--',
    '',
  ].join('\r\n'),
);

type SignedIn = BackendUnderTest & { readonly account: Account; readonly inboxId: string };
type Outline = { path: string; type: string; parts: Outline[] };

const outline = ({ path, type, parts }: MessagePart): Outline => ({ path, type, parts: parts.map(outline) });
const flat = (part: MessagePart): MessagePart[] => [part, ...part.parts.flatMap(flat)];
const newest = (listing: { messages: readonly { uid: number }[] }) =>
  Math.max(...listing.messages.map(({ uid }) => uid));
const refusal = (code: string) => ({ name: new FolderProblem('missing').name, code });

/** What every back end guarantees to the engine. */
export function describeBackend(name: string, start: () => Promise<BackendUnderTest>): void {
  async function signIn(): Promise<SignedIn> {
    const under = await start();
    const { password } = under;
    const username = under.usernames[0] ?? '';
    const account = await under.backend.authenticate({ username, password, clientAddress: '192.0.2.7' }, never);
    if (!account) throw new Error('the right password was refused');
    const folders = await under.backend.listFolders(account, never);
    const inbox = folders.find(({ kind }) => kind === 'inbox');
    if (!inbox) throw new Error('there is no Inbox');
    return { ...under, account, inboxId: inbox.id };
  }

  const list = async ({ backend, account, inboxId }: SignedIn, folderId = inboxId) => {
    const listing = await backend.listMessages({ account, folderId }, never);
    if (!listing) throw new Error('the folder cannot be listed');
    return listing;
  };

  const uidsIn = async (from: SignedIn, folderId: string) =>
    (await list(from, folderId)).messages.map(({ uid }) => uid).toSorted((a, b) => a - b);

  const headOf = async ({ backend, account, inboxId }: SignedIn, uid: number, folderId = inboxId) => {
    const [head] = await backend.fetchHeads({ account, folderId, uids: [uid] }, never);
    if (!head) throw new Error('the message is gone');
    return head;
  };

  const delivered = async (under: SignedIn, raw: Buffer) => {
    await under.deliver(raw);
    return newest(await list(under));
  };

  const makeFolder = ({ backend, account }: SignedIn, folderName: string, parentId: string | null = null) =>
    backend.createFolder(account, { name: folderName, parentId }, never);

  const append = ({ backend, account }: SignedIn, folderId: string, raw = rawMessage('stored')) =>
    backend.append({ account, folderId, raw, marks: {}, receivedAt: new Date('2026-02-01T08:00:00Z') }, never);

  describe(`${name} keeps the contract of back ends: signing in`, () => {
    it('gives one canonical mailbox name for every form of the user name', async () => {
      const { backend, usernames, password, mailbox } = await start();
      for (const username of usernames) {
        const credentials = { username, password, clientAddress: null };
        expect(await backend.authenticate(credentials, never)).toMatchObject({ mailbox, credentials });
      }
    });

    it('refuses a wrong password, an empty one and an unknown form of name', async () => {
      const { backend, usernames, password } = await start();
      const attempt = (username: string, typed: string) =>
        backend.authenticate({ username, password: typed, clientAddress: null }, never);
      const username = usernames[0] ?? '';
      expect(await attempt(username, `${password}x`)).toBeNull();
      expect(await attempt(username, '')).toBeNull();
      expect(await attempt('no such\r\nname', password)).toBeNull();
    });
  });

  describe(`${name} keeps the contract of back ends: folders`, () => {
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

    it('makes folders, with any name and inside each other, and lists them', async () => {
      const under = await signIn();
      const outer = await makeFolder(under, 'Förderung & Co');
      const inner = await makeFolder(under, '日本', outer.id);
      expect(outer).toMatchObject({ name: 'Förderung & Co', parentId: null, kind: 'mail' });
      const folders = await under.backend.listFolders(under.account, never);
      expect(folders).toContainEqual(outer);
      expect(folders).toContainEqual(inner);
      expect(inner.parentId).toBe(outer.id);
      expect(await uidsIn(under, inner.id)).toEqual([]);
    });

    it('does not make a folder twice, nor inside one that is not there', async () => {
      const under = await signIn();
      const made = await makeFolder(under, 'Once');
      await expect(makeFolder(under, 'Once')).rejects.toMatchObject(refusal('exists'));
      await expect(makeFolder(under, 'Twice', 'no-such-folder')).rejects.toMatchObject(refusal('target_missing'));
      await makeFolder(under, 'Once', made.id);
    });

    it('renames and moves a folder, which keeps its id, its messages and what is inside', async () => {
      const under = await signIn();
      const { backend, account } = under;
      const target = await makeFolder(under, 'Target');
      const outer = await makeFolder(under, 'Outer');
      const inner = await makeFolder(under, 'Inner', outer.id);
      const uid = await append(under, inner.id);
      const { validity } = await list(under, inner.id);
      await backend.changeFolder({ account, folderId: outer.id, name: 'Äußeres', parentId: target.id }, never);
      const folders = await backend.listFolders(account, never);
      expect(folders).toContainEqual({ ...outer, name: 'Äußeres', parentId: target.id });
      expect(folders).toContainEqual(inner);
      expect(await list(under, inner.id)).toMatchObject({ validity, messages: [{ uid }] });
      await backend.changeFolder({ account, folderId: outer.id, name: 'Outer', parentId: null }, never);
      expect(await backend.listFolders(account, never)).toContainEqual(outer);
    });

    it('gives a new folder another id than the renamed one that had its name', async () => {
      const under = await signIn();
      const { backend, account } = under;
      const first = await makeFolder(under, 'Name');
      const uid = await append(under, first.id);
      await backend.changeFolder({ account, folderId: first.id, name: 'Other name', parentId: null }, never);
      const second = await makeFolder(under, 'Name');
      expect(second.id).not.toBe(first.id);
      expect(await uidsIn(under, first.id)).toEqual([uid]);
      expect(await uidsIn(under, second.id)).toEqual([]);
    });

    it('does not rename what is not there, to what is there, into itself or a special folder', async () => {
      const under = await signIn();
      const { backend, account, inboxId } = under;
      const outer = await makeFolder(under, 'Outer');
      const inner = await makeFolder(under, 'Inner', outer.id);
      await makeFolder(under, 'Taken');
      const change = (folderId: string, to: string, parentId: string | null) =>
        backend.changeFolder({ account, folderId, name: to, parentId }, never);
      await expect(change('no-such-folder', 'New', null)).rejects.toMatchObject(refusal('missing'));
      await expect(change(outer.id, 'Taken', null)).rejects.toMatchObject(refusal('exists'));
      await expect(change(outer.id, 'New', 'no-such-folder')).rejects.toMatchObject(refusal('target_missing'));
      await expect(change(outer.id, 'New', inner.id)).rejects.toMatchObject(refusal('refused'));
      await expect(change(inboxId, 'New', null)).rejects.toMatchObject(refusal('refused'));
    });

    it('deletes a folder with everything in it, but no special one', async () => {
      const under = await signIn();
      const { backend, account, inboxId } = under;
      const outer = await makeFolder(under, 'Outer');
      const inner = await makeFolder(under, 'Inner', outer.id);
      await append(under, inner.id);
      await backend.deleteFolder({ account, folderId: outer.id }, never);
      const ids = (await backend.listFolders(account, never)).map(({ id }) => id);
      expect(ids).not.toContain(outer.id);
      expect(ids).not.toContain(inner.id);
      expect(await backend.listMessages({ account, folderId: inner.id }, never)).toBeNull();
      const again = backend.deleteFolder({ account, folderId: outer.id }, never);
      await expect(again).rejects.toMatchObject(refusal('missing'));
      await expect(backend.deleteFolder({ account, folderId: inboxId }, never)).rejects.toMatchObject(
        refusal('refused'),
      );
    });

    it('knows nothing of a folder that does not exist', async () => {
      const { backend, account } = await signIn();
      const query = { account, folderId: 'no-such-folder' };
      expect(await backend.listMessages(query, never)).toBeNull();
      expect(await backend.fetchHeads({ ...query, uids: [1] }, never)).toEqual([]);
      expect(await backend.fetchPart({ ...query, uid: 1, path: '', limitBytes: 10 }, never)).toBeNull();
      expect(await backend.fetchTexts({ ...query, wishes: [] }, never)).toEqual(new Map());
      expect(await backend.folderTokens(account, ['no-such-folder'], never)).toEqual(new Map());
    });
  });

  describe(`${name} keeps the contract of back ends: reading`, () => {
    it('shows the head of a delivered message', async () => {
      const under = await signIn();
      const raw = rawMessage('=?UTF-8?B?R3LDvMOfZQ==?=', 'Schöne Grüße\r\n');
      const startedAt = Date.now();
      const head = await headOf(under, await delivered(under, raw));
      expect(head).toMatchObject({
        isRead: false,
        isFlagged: false,
        isAnswered: false,
        isDraft: false,
        keywords: [],
        sentAt: new Date('2026-03-03T10:00:00Z'),
        sizeBytes: raw.length,
        subject: 'Grüße',
        from: [{ name: 'Jörg Brandt', address: 'joerg@example.com' }],
        replyTo: [{ name: '', address: 'answers@example.com' }],
        to: [
          { name: 'Anna', address: 'anna@example.com' },
          { name: 'Weber, Katrin', address: 'weber@example.com' },
        ],
        cc: [{ name: '', address: 'team@example.com' }],
        bcc: [],
        messageId: '<one@example.com>',
        inReplyTo: '<none@example.com>',
        headers: { references: '<first@example.com> <none@example.com>', importance: 'high' },
        structure: { path: '1', type: 'text/plain', encoding: '8bit', parameters: { charset: 'utf-8' }, parts: [] },
      });
      expect(Object.keys(head.headers).toSorted()).toEqual(['importance', 'references']);
      expect(Math.abs(head.receivedAt.getTime() - startedAt)).toBeLessThan(60_000);
    });

    it('shows a message that says nothing of itself', async () => {
      const under = await signIn();
      const head = await headOf(under, await delivered(under, Buffer.from('\r\nbare\r\n')));
      expect(head).toMatchObject({ subject: '', from: [], to: [], replyTo: [], messageId: null, sentAt: null });
      expect(head.headers).toEqual({});
    });

    it('numbers the parts of a message as IMAP does, also those of messages inside', async () => {
      const under = await signIn();
      const { structure } = await headOf(under, await delivered(under, multipart));
      const leaf = (path: string, type: string): Outline => ({ path, type, parts: [] });
      expect(outline(structure)).toEqual({
        path: '',
        type: 'multipart/mixed',
        parts: [
          { path: '1', type: 'multipart/alternative', parts: [leaf('1.1', 'text/plain'), leaf('1.2', 'text/html')] },
          leaf('2', 'application/pdf'),
          leaf('3', 'image/png'),
          {
            path: '4',
            type: 'message/rfc822',
            parts: [{ path: '4', type: 'multipart/mixed', parts: [leaf('4.1', 'text/plain')] }],
          },
          { path: '5', type: 'message/rfc822', parts: [leaf('5.1', 'text/plain')] },
        ],
      });
      const named = (path: string) => flat(structure).find((part) => part.path === path);
      expect(named('2')).toMatchObject({ fileName: 'Rückblick.pdf', disposition: 'attachment', encoding: 'base64' });
      expect(named('3')).toMatchObject({ fileName: 'dot.png', disposition: 'inline', contentId: 'dot@example.com' });
      expect(named('1.1')).toMatchObject({ fileName: null, disposition: null, contentId: null });
      expect(named('2')?.sizeBytes).toBe(12);
    });

    it('gives texts of many messages without encoding and charset', async () => {
      const under = await signIn();
      const uids = [await delivered(under, multipart), await delivered(under, rawMessage('plain', 'Schön\r\n'))];
      const { backend, account, inboxId } = under;
      const heads = await backend.fetchHeads({ account, folderId: inboxId, uids }, never);
      const wishes = heads.flatMap(({ uid, structure }) =>
        flat(structure)
          .filter(({ type }) => type.startsWith('text/'))
          .map((part) => ({ uid, part, limitBytes: 1000 })),
      );
      const texts = await backend.fetchTexts({ account, folderId: inboxId, wishes }, never);
      const text = (uid: number | undefined, path: string) => texts.get(textKey(uid ?? 0, path))?.content.trim();
      expect(text(uids[0], '1.1')).toBe('Grüße an alle');
      expect(text(uids[0], '1.2')).toBe('<p>Grüße</p>');
      expect(text(uids[0], '4.1')).toBe('inner text');
      expect(text(uids[0], '5.1')).toBe('single text');
      expect(text(uids[1], '1')).toBe('Schön');
      expect([...texts.values()].every(({ isTruncated }) => !isTruncated)).toBe(true);
    });

    it('cuts a long text at the limit, between characters, and says so', async () => {
      const under = await signIn();
      const { backend, account, inboxId } = under;
      const uid = await delivered(under, rawMessage('long', `${'ä'.repeat(5000)}\r\n`));
      const { structure: part } = await headOf(under, uid);
      const read = async (limitBytes: number) => {
        const wishes = [{ uid, part, limitBytes }];
        const texts = await backend.fetchTexts({ account, folderId: inboxId, wishes }, never);
        return texts.get(textKey(uid, part.path));
      };
      expect(await read(1001)).toEqual({ content: 'ä'.repeat(500), isTruncated: true });
      expect(await read(0)).toEqual({ content: '', isTruncated: true });
      expect(await read(20_000)).toMatchObject({ isTruncated: false });
    });

    it('gives the octets of a part decoded, and those of the whole message as they are', async () => {
      const under = await signIn();
      const { backend, account, inboxId } = under;
      const uid = await delivered(under, multipart);
      const part = (path: string, limitBytes = 100_000) =>
        backend.fetchPart({ account, folderId: inboxId, uid, path, limitBytes }, never);
      expect(await part('2')).toEqual({ content: Buffer.from('%PDF-1.4'), isTruncated: false });
      expect(await part('2', 4)).toEqual({ content: Buffer.from('%PDF'), isTruncated: true });
      expect(await part('3')).toEqual({ content: Buffer.from([0x89, 0x50, 0x4e, 0x47]), isTruncated: false });
      expect((await part('5'))?.content.toString()).toBe('Subject: single\r\n\r\nsingle text');
      expect(await part('')).toEqual({ content: multipart, isTruncated: false });
      expect(await part('', 10)).toEqual({ content: multipart.subarray(0, 10), isTruncated: true });
      expect(await part('9')).toBeNull();
      expect(
        await backend.fetchPart({ account, folderId: inboxId, uid: uid + 100, path: '', limitBytes: 1 }, never),
      ).toBeNull();
    });

    it('leaves out uids that are gone', async () => {
      const under = await signIn();
      const { backend, account, inboxId } = under;
      const uid = await delivered(under, rawMessage('soon gone'));
      const { structure: part } = await headOf(under, uid);
      await under.remove(uid);
      const query = { account, folderId: inboxId };
      expect(await backend.fetchHeads({ ...query, uids: [uid, uid + 1000] }, never)).toEqual([]);
      expect(await backend.fetchHeads({ ...query, uids: [] }, never)).toEqual([]);
      const wishes = [{ uid, part, limitBytes: 10 }];
      expect(await backend.fetchTexts({ ...query, wishes }, never)).toEqual(new Map());
      expect(await uidsIn(under, inboxId)).not.toContain(uid);
    });

    it('lists only what was received since a time, if asked', async () => {
      const under = await signIn();
      const uid = await delivered(under, rawMessage('recent'));
      const query = { account: under.account, folderId: under.inboxId };
      const recent = await under.backend.listMessages({ ...query, since: new Date(Date.now() - 2 * DAY_MS) }, never);
      expect(recent?.messages.map((message) => message.uid)).toContain(uid);
      const future = await under.backend.listMessages({ ...query, since: new Date(Date.now() + 2 * DAY_MS) }, never);
      expect(future?.messages).toEqual([]);
    });
  });

  describe(`${name} keeps the contract of back ends: changing`, () => {
    it('stores a message as it is, with its marks and its time', async () => {
      const under = await signIn();
      const { backend, account } = under;
      const { id: folderId } = await makeFolder(under, 'Stored');
      const raw = rawMessage('draft', 'Entwurf für später\r\n');
      const marks = { isRead: true, isDraft: true, isFlagged: true, isAnswered: true, keywords: ['$Forwarded'] };
      const receivedAt = new Date('2026-02-01T08:00:00Z');
      const uid = await backend.append({ account, folderId, raw, marks, receivedAt }, never);
      expect(await headOf(under, uid, folderId)).toMatchObject({ ...marks, receivedAt, subject: 'draft' });
      const second = await append(under, folderId);
      expect(await uidsIn(under, folderId)).toEqual([uid, second]);
      const octets = await backend.fetchPart({ account, folderId, uid, path: '', limitBytes: 10_000 }, never);
      expect(octets?.content).toEqual(raw);
    });

    it('does not store in a folder that is not there', async () => {
      const under = await signIn();
      await expect(append(under, 'no-such-folder')).rejects.toMatchObject(refusal('missing'));
    });

    it('sets and takes away marks, and leaves the others alone', async () => {
      const under = await signIn();
      const { backend, account, inboxId } = under;
      const uid = await delivered(under, rawMessage('marks'));
      const mark = async (change: Parameters<MailBackend['mark']>[0]['change']) => {
        await backend.mark({ account, folderId: inboxId, uids: [uid, uid + 1000], change }, never);
        return (await list(under)).messages.find((message) => message.uid === uid);
      };
      const none = { isRead: false, isFlagged: false, isAnswered: false, isDraft: false, keywords: [] };
      expect(await mark({ isRead: true, addKeywords: ['$Forwarded', 'Blue'] })).toMatchObject({
        ...none,
        isRead: true,
        keywords: ['$Forwarded', 'Blue'],
      });
      expect(await mark({ isFlagged: true, isAnswered: true, removeKeywords: ['Blue'] })).toMatchObject({
        isRead: true,
        isFlagged: true,
        isAnswered: true,
        keywords: ['$Forwarded'],
      });
      const last = { isRead: false, isFlagged: false, isAnswered: false, removeKeywords: ['$Forwarded'] };
      expect(await mark(last)).toMatchObject(none);
      expect(await mark({})).toMatchObject(none);
      const elsewhere = { account, folderId: 'no-such-folder', uids: [uid], change: { isRead: true } };
      await expect(backend.mark(elsewhere, never)).rejects.toMatchObject(refusal('missing'));
    });

    it('moves messages and says where they are now', async () => {
      const under = await signIn();
      const { backend, account, inboxId } = under;
      const { id: targetId } = await makeFolder(under, 'Target');
      await append(under, targetId);
      const uids = [await delivered(under, rawMessage('one')), await delivered(under, rawMessage('two'))];
      await backend.mark({ account, folderId: inboxId, uids, change: { isFlagged: true } }, never);
      const moved = await backend.move({ account, folderId: inboxId, uids: [...uids, 9999], targetId }, never);
      expect([...moved.keys()].toSorted((a, b) => a - b)).toEqual(uids);
      for (const [index, uid] of uids.entries()) {
        const head = await headOf(under, moved.get(uid) ?? 0, targetId);
        expect(head).toMatchObject({ subject: ['one', 'two'][index], isFlagged: true });
      }
      for (const uid of uids) expect(await uidsIn(under, inboxId)).not.toContain(uid);
      const again = await backend.move({ account, folderId: inboxId, uids, targetId }, never);
      expect(again).toEqual(new Map());
    });

    it('does not move between folders that are not there', async () => {
      const under = await signIn();
      const { backend, account, inboxId } = under;
      const uid = await delivered(under, rawMessage('stays'));
      const move = (folderId: string, targetId: string) =>
        backend.move({ account, folderId, uids: [uid], targetId }, never);
      await expect(move('no-such-folder', inboxId)).rejects.toMatchObject(refusal('missing'));
      await expect(move(inboxId, 'no-such-folder')).rejects.toMatchObject(refusal('target_missing'));
      expect(await uidsIn(under, inboxId)).toContain(uid);
    });

    it('removes just the messages that are named, or all', async () => {
      const under = await signIn();
      const { backend, account } = under;
      const { id: folderId } = await makeFolder(under, 'Emptied');
      const uids = [await append(under, folderId), await append(under, folderId), await append(under, folderId)];
      await backend.remove({ account, folderId, uids: [uids[1] ?? 0, 9999] }, never);
      expect(await uidsIn(under, folderId)).toEqual([uids[0], uids[2]]);
      await backend.remove({ account, folderId, uids: [] }, never);
      await backend.remove({ account, folderId, uids: [uids[1] ?? 0] }, never);
      expect(await uidsIn(under, folderId)).toEqual([uids[0], uids[2]]);
      await backend.remove({ account, folderId, uids: 'all' }, never);
      expect(await uidsIn(under, folderId)).toEqual([]);
      await backend.remove({ account, folderId, uids: 'all' }, never);
      const elsewhere = backend.remove({ account, folderId: 'no-such-folder', uids: 'all' }, never);
      await expect(elsewhere).rejects.toMatchObject(refusal('missing'));
    });

    it('changes the token of a folder with every delivery, mark and deletion, and at no other time', async () => {
      const under = await signIn();
      const token = async () =>
        (await under.backend.folderTokens(under.account, [under.inboxId], never)).get(under.inboxId);
      await under.deliver(rawMessage('token'));
      const listing = await list(under);
      const seen = new Set([listing.token]);
      expect(validityOfToken(listing.token)).toBe(listing.validity);
      expect(await token()).toBe(listing.token);
      const uid = newest(listing);
      await under.setRead(uid, true);
      seen.add((await token()) ?? '');
      expect((await list(under)).messages.find((message) => message.uid === uid)?.isRead).toBe(true);
      const { account, inboxId: folderId } = under;
      await under.backend.mark({ account, folderId, uids: [uid], change: { isFlagged: true } }, never);
      seen.add((await token()) ?? '');
      await under.remove(uid);
      seen.add((await token()) ?? '');
      await under.deliver(rawMessage('another'));
      seen.add((await token()) ?? '');
      expect(seen.size).toBe(5);
      expect((await list(under)).token).toBe(await token());
    });

    it('lists what is there after every change, however often it has listed before', async () => {
      const under = await signIn();
      const { backend, account } = under;
      const { id: folderId } = await makeFolder(under, 'Watched');
      const listed = async () =>
        (await list(under, folderId)).messages
          .toSorted((a, b) => a.uid - b.uid)
          .map(({ uid, isRead }) => [uid, isRead]);
      const first = await append(under, folderId);
      expect(await listed()).toEqual([[first, false]]);
      const second = await append(under, folderId);
      await backend.mark({ account, folderId, uids: [first], change: { isRead: true } }, never);
      expect(await listed()).toEqual([
        [first, true],
        [second, false],
      ]);
      await backend.remove({ account, folderId, uids: [first] }, never);
      const third = await append(under, folderId);
      expect(await listed()).toEqual([
        [second, false],
        [third, false],
      ]);
      await backend.remove({ account, folderId, uids: 'all' }, never);
      expect(await listed()).toEqual([]);
    });
  });

  describe(`${name} keeps the contract of back ends: searching`, () => {
    const nothing: MailSearch = { words: [] };

    async function library() {
      const under = await signIn();
      const { backend, account } = under;
      const { id: one } = await makeFolder(under, 'One');
      const { id: two } = await makeFolder(under, 'Two');
      const store = (folderId: string, raw: Buffer, receivedAt: string) =>
        backend.append({ account, folderId, raw, marks: {}, receivedAt: new Date(receivedAt) }, never);
      const old = await store(one, rawMessage('Rechnung', 'über den Zaun\r\n'), '2025-01-10T12:00:00Z');
      const parts = await store(one, multipart, '2025-03-10T12:00:00Z');
      const recent = await store(
        two,
        rawMessage('=?UTF-8?B?R3LDvMOfZQ==?=', 'Zaun und Tor\r\n'),
        '2025-02-10T12:00:00Z',
      );
      await backend.mark({ account, folderId: two, uids: [recent], change: { isRead: true } }, never);
      const search = async (
        wanted: Partial<MailSearch>,
        limit = 10,
        folderIds: readonly string[] | null = [one, two],
      ) =>
        (await backend.search({ account, folderIds, search: { ...nothing, ...wanted }, limit }, never)).map(
          ({ folderId, uid }) => `${folderId === one ? 'one' : folderId === two ? 'two' : 'other'}/${uid}`,
        );
      return { search, old: `one/${old}`, parts: `one/${parts}`, recent: `two/${recent}` };
    }

    it('finds messages by everything that a person can ask for', async () => {
      const { search, old, parts, recent } = await library();
      expect(await search({})).toEqual([parts, recent, old]);
      expect(await search({ words: ['zaun'] })).toEqual([recent, old]);
      expect(await search({ words: ['zaun', 'tor'] })).toEqual([recent]);
      expect(await search({ words: ['über'] })).toEqual([old]);
      expect(await search({ words: ['nirgends'] })).toEqual([]);
      expect(await search({ subject: 'grüße' })).toEqual([recent]);
      expect(await search({ from: 'joerg@example.com', to: 'weber' })).toEqual([recent, old]);
      expect(await search({ receivedAfter: new Date('2025-02-01T00:00:00Z') })).toEqual([parts, recent]);
      expect(await search({ receivedBefore: new Date('2025-02-01T00:00:00Z') })).toEqual([old]);
      expect(await search({ isUnread: true })).toEqual([parts, old]);
      expect(await search({ isUnread: false })).toEqual([recent]);
      expect(await search({ hasAttachment: true })).toEqual([parts]);
      expect(await search({ hasAttachment: false })).toEqual([recent, old]);
      expect(await search({ words: ['" OR ALL (', 'zaun'] })).toEqual([]);
    });

    it('gives the newest, in the folders that were named, or in all', async () => {
      const { search, old, parts, recent } = await library();
      expect(await search({}, 2)).toEqual([parts, recent]);
      expect(await search({}, 10, [])).toEqual([]);
      expect(await search({}, 10, ['no-such-folder'])).toEqual([]);
      const zaun = await search({ words: ['zaun'] }, 10, null);
      expect(zaun).toEqual([recent, old]);
    });
  });

  describe(`${name} keeps the contract of back ends: sending`, () => {
    it('hands a message to the mail system as it is', async () => {
      const under = await signIn();
      const { backend, account, recipient } = under;
      const raw = rawMessage('outgoing', '.\r\n..\r\nSchön\r\n');
      await backend.send(account, { raw, sender: under.mailbox, recipients: [recipient] }, never);
      expect((await under.sent(raw))?.toString()).toBe(raw.toString());
    });

    it('says so when the mail system does not take it', async () => {
      const { backend, account, mailbox, refusedRecipient } = await signIn();
      const message = { raw: rawMessage('refused'), sender: mailbox, recipients: [refusedRecipient] };
      await expect(backend.send(account, message, never)).rejects.toBeInstanceOf(SendRefused);
      await expect(backend.send(account, message, never)).rejects.toMatchObject({ code: 'recipients' });
      const toNobody = { ...message, recipients: [] };
      await expect(backend.send(account, toNobody, never)).rejects.toMatchObject({ code: 'recipients' });
    });
  });

  describe(`${name} keeps the contract of back ends: automatic replies`, () => {
    const away: AutoReply = {
      isEnabled: true,
      period: { startsAt: new Date('2026-07-01T08:00:00Z'), endsAt: new Date('2026-07-15T17:30:00Z') },
      internal: { isEnabled: true, text: 'Zurück am Montag.\r\n.\r\n"Bert" hilft.', format: 'text' },
      external: { isEnabled: false, text: '<p>Grüße</p>', format: 'html' },
    };

    it('are told as they were set, on and off; where there are none, none can be set', async () => {
      const { backend, account, hasAutoReplies } = await signIn();
      const find = () => backend.findAutoReply(account, never);
      const offAtFirst = expect.objectContaining({ isEnabled: false, period: null });
      expect(await find()).toEqual(hasAutoReplies ? offAtFirst : null);
      const replies = [away, { ...away, period: null }, { ...away, isEnabled: false }];
      const outcomes: unknown[] = [];
      for (const reply of replies) {
        const outcome = backend.setAutoReply(account, reply, never).then(find, (error: unknown) => error);
        outcomes.push(await outcome);
      }
      const refused = expect.objectContaining({ name: 'AutoReplyRefused', code: 'unsupported' });
      expect(outcomes).toEqual(hasAutoReplies ? replies : replies.map(() => refused));
    });
  });

  describe(`${name} keeps the contract of back ends: watching`, () => {
    it('reports a delivery and a mark to whoever watches, and nothing once the watch has ended', async () => {
      const under = await signIn();
      const controller = new AbortController();
      let changes: FolderChange[] = [];
      let heard = () => undefined as void;
      const nextChange = () => new Promise<void>((resolve) => (heard = resolve));
      const arrival = nextChange();
      await under.backend.watch(under.account, () => new Set([under.inboxId]), {
        signal: controller.signal,
        onChange: (reported) => {
          changes.push(...reported);
          heard();
        },
        onEnd: () => changes.push({ folderId: 'ended', hasArrivals: false }),
      });
      const uid = await delivered(under, rawMessage('wake up'));
      await arrival;
      expect(changes).toContainEqual({ folderId: under.inboxId, hasArrivals: true });
      expect(new Set(changes.map(({ folderId }) => folderId))).toEqual(new Set([under.inboxId]));
      const marked = nextChange();
      changes = [];
      await under.setRead(uid, true);
      await marked;
      expect(changes.at(-1)).toEqual({ folderId: under.inboxId, hasArrivals: false });
      controller.abort();
      changes = [];
      await under.deliver(rawMessage('nobody listens'));
      expect(changes).toEqual([]);
    });
  });
}
