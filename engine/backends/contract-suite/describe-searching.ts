import { describe, expect, it } from 'vitest';
import { multipart, rawMessage } from './sample-mails';
import { makeFolder, never, type SignIn } from './signed-in-backend';
import type { MailSearch } from '@/engine/backends/contract';

/** How a back end finds messages. */
export function describeSearching(name: string, signIn: SignIn): void {
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
}
