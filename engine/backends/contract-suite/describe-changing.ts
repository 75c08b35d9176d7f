import { describe, expect, it } from 'vitest';
import { rawMessage } from './sample-mails';
import {
  append,
  delivered,
  headOf,
  list,
  makeFolder,
  never,
  newest,
  refusal,
  type SignIn,
  uidsIn,
} from './signed-in-backend';
import { type MailBackend, validityOfToken } from '@/engine/backends/contract';

/** How a back end stores, marks, moves and removes messages, and how it shows that something changed. */
export function describeChanging(name: string, signIn: SignIn): void {
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
}
