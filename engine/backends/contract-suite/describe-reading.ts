import { describe, expect, it } from 'vitest';
import { multipart, rawMessage } from './sample-mails';
import { delivered, headOf, never, type SignIn, uidsIn } from './signed-in-backend';
import { type MessagePart, textKey } from '@/engine/backends/contract';

const DAY_MS = 86_400_000;

type Outline = { path: string; type: string; parts: Outline[] };

const outline = ({ path, type, parts }: MessagePart): Outline => ({ path, type, parts: parts.map(outline) });
const flat = (part: MessagePart): MessagePart[] => [part, ...part.parts.flatMap(flat)];

/** How a back end gives what is in a folder. */
export function describeReading(name: string, signIn: SignIn): void {
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
}
