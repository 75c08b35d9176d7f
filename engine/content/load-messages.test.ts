import { describe, expect, it } from 'vitest';
import type { BodyPreference } from '@/lib/protocol/eas/sync-options';
import { noRules } from './item-wishes';
import { loadMessages } from './load-messages';
import { RawMailStore, testMail } from './testing/raw-mail-store';

const account = {
  mailbox: 'a@example.com',
  address: 'anna@example.com',
  displayName: null,
  credentials: { username: 'a', password: 'x' },
};
const { signal } = new AbortController();
const query = (uids: readonly number[], body: Partial<BodyPreference>, mimeSupport: 0 | 2 = 0) => ({
  account,
  folderId: 'f',
  uids,
  wishes: {
    bodyPreferences: [{ type: 1 as const, allOrNone: false, ...body }],
    bodyPartPreferences: [],
    mimeSupport,
  },
  rules: noRules,
  version: '16.1' as const,
});

/** A mail of about this size, of which nearly all is one attachment. */
function largeMail(bytes: number): Buffer {
  const line = `${'QUJD'.repeat(19)}\r\n`;
  const head = [
    'Subject: large',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'See the film.',
    '--b',
    'Content-Type: video/mp4; name=film.mp4',
    'Content-Transfer-Encoding: base64',
    '',
    '',
  ];
  return Buffer.concat([
    Buffer.from(head.join('\r\n')),
    Buffer.alloc(Math.floor(bytes / line.length) * line.length, line),
    Buffer.from('--b--\r\n'),
  ]);
}

describe('loading messages', () => {
  it('takes two calls for any number of them, and keeps their order', async () => {
    const store = new RawMailStore(['latin1', 'newsletter', 'koi8-r', 'invitation'].map(testMail));
    const { messages, remaining } = await loadMessages(store, query([3, 1, 9, 4, 2], { type: 1 }), signal);
    expect(messages.map(({ head }) => head.uid)).toEqual([3, 1, 4, 2]);
    expect(remaining).toEqual([]);
    expect(store.calls).toEqual({ fetchHeads: 1, fetchTexts: 1, fetchPart: 0 });
  });

  it('asks nothing for nothing', async () => {
    const store = new RawMailStore([]);
    expect(await loadMessages(store, query([], {}), signal)).toEqual({ messages: [], remaining: [], unreadable: [] });
    expect(store.calls.fetchHeads).toBe(0);
  });

  it('reads of a large message no more than is handed out', async () => {
    const store = new RawMailStore([largeMail(25 * 1024 * 1024)]);
    const { messages } = await loadMessages(store, query([1], { type: 1 }), signal);
    expect(messages[0]?.texts.get('1')?.content.trim()).toBe('See the film.');
    expect(messages[0]?.layout.attachments[0]?.part.sizeBytes).toBeGreaterThan(24 * 1024 * 1024);
    expect(store.octets).toBeLessThan(1000);
    await loadMessages(store, query([1], { type: 4, truncationBytes: 5000 }, 2), signal);
    expect(store.octets).toBeLessThan(6000);
  });

  it('reads no form of the body that is not handed out', async () => {
    const store = new RawMailStore([testMail('newsletter')]);
    const both = query([1], { type: 2 });
    const wishes = {
      ...both.wishes,
      bodyPreferences: [{ type: 1 as const, allOrNone: false }, ...both.wishes.bodyPreferences],
    };
    const { messages } = await loadMessages(store, { ...both, wishes }, signal);
    expect([...(messages[0]?.texts.keys() ?? [])]).toEqual(['1.2.1']);
  });

  it('leaves for the next call what does not fit into this one, but always loads one', async () => {
    const store = new RawMailStore(Array.from({ length: 3 }, () => largeMail(5 * 1024 * 1024)));
    const first = await loadMessages(store, query([1, 2, 3], { type: 4 }, 2), signal);
    expect([first.messages.map(({ head }) => head.uid), first.remaining]).toEqual([[1], [2, 3]]);
    const large = new RawMailStore([largeMail(10 * 1024 * 1024), testMail('latin1')]);
    const second = await loadMessages(large, query([1, 2], { type: 4 }, 2), signal);
    expect([second.messages.map(({ head }) => head.uid), second.remaining]).toEqual([[1], [2]]);
    expect(second.messages[0]?.mime?.isTruncated).toBe(false);
  });

  it('leaves out what goes away in between', async () => {
    const store = new RawMailStore([testMail('latin1'), testMail('koi8-r')]);
    const { fetchPart } = store;
    store.fetchPart = async (asked, aborted) => (asked.uid === 1 ? null : fetchPart(asked, aborted));
    const { messages } = await loadMessages(store, query([1, 2], { type: 4 }, 2), signal);
    expect(messages.map(({ head }) => head.uid)).toEqual([2]);
  });
});
