import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { processorTimeOf } from '@/scripts/testing/processor-time';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';
import { el } from '@/lib/protocol/wbxml/element';
import { composeSmart } from './compose-smart';
import { emailProperties } from './email-properties';
import { noRules } from './item-wishes';
import { loadMessages } from './load-messages';
import { layoutOf } from './message-layout';
import { OutgoingProblem } from './outgoing-problem';
import { partAt } from './part-at';
import { prepareOutgoing } from './prepare-outgoing';
import { readMeeting } from './read-meeting';
import { RawMailStore, structureOf, testMail } from './testing/raw-mail-store';

const names = readdirSync(new URL('testdata/', import.meta.url)).map((name) => name.replace('.eml', ''));
const account = {
  mailbox: 'a@example.com',
  address: 'anna@example.com',
  displayName: null,
  credentials: { username: 'a', password: 'x' },
};
const outgoing = { address: 'a@example.com', displayName: null, now: new Date(0), messageId: '<x@example.com>' };

async function asItem(raw: Buffer): Promise<Uint8Array> {
  const preferences = [1, 2, 4].map((type) => ({
    type: type as 1 | 2 | 4,
    allOrNone: type === 2,
    truncationBytes: 500,
    preview: 50,
  })); // of the list
  const wishes = { bodyPreferences: preferences, bodyPartPreferences: preferences };
  const context = { wishes, rules: noRules, version: '16.1' as const, folderId: 'f' };
  const { signal } = new AbortController();
  const { messages } = await loadMessages(new RawMailStore([raw]), { account, uids: [1], ...context }, signal);
  const items = messages.map((message) => el('AirSync', 'ApplicationData', emailProperties(message, context)));
  return encodeWbxml(el('AirSync', 'Sync', items));
}

/** A message of the test data that was cut, and into which something was written. */
const damaged = fc
  .record({
    name: fc.constantFrom(...names),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    octets: fc.uint8Array({ maxLength: 12 }),
  })
  .map(({ name, cut, at, octets }) => {
    const mail = Buffer.from(testMail(name));
    mail.set(octets, Math.floor(at * (mail.length - octets.length)));
    return mail.subarray(0, Math.ceil(cut * mail.length));
  });

describe('damaged mail', () => {
  it('is an item all the same', async () => {
    await fc.assert(
      fc.asyncProperty(damaged, async (raw) => {
        expect((await asItem(raw)).length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('is answered, forwarded and sent, or refused in so many words', async () => {
    const outcome = async (written: Buffer, original: Buffer, kind: 'reply' | 'forward') => {
      try {
        const raw = await composeSmart({ kind, written, original, replaceMime: false });
        return prepareOutgoing(raw, outgoing).raw.length > 0;
      } catch (error) {
        return error instanceof OutgoingProblem;
      }
    };
    const kinds = fc.constantFrom('reply' as const, 'forward' as const);
    await fc.assert(
      fc.asyncProperty(damaged, damaged, kinds, async (written, original, kind) => {
        expect(await outcome(written, original, kind)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('mail that is made to keep a server busy', () => {
  const inTime = async (work: () => unknown) => expect(await processorTimeOf(work)).toBeLessThan(4000);

  it('by its calendar is read in time', () =>
    inTime(() => {
      expect(readMeeting('BEGIN:VEVENT\r\n'.repeat(30_000))).toBeNull();
      expect(readMeeting(`BEGIN:VCALENDAR\r\n${'ATTENDEE:x\r\n'.repeat(40_000)}`)).toBeNull();
      expect(readMeeting(`BEGIN:VCALENDAR\r\nX;${'A="b";'.repeat(80_000)}:x\r\nEND:VCALENDAR`)).toBeNull();
    }));

  it('by its recipients is refused in time', () =>
    inTime(() => {
      for (const piece of ['a,', '"', '<', 'x:;', '(', 'a:', 'a@b,c ']) {
        const raw = Buffer.from(`To: ${piece.repeat(400_000 / piece.length)}\r\n\r\nx`);
        expect(() => prepareOutgoing(raw, outgoing)).toThrow(OutgoingProblem);
      }
    }));

  it('by its parts is an item in time', async () => {
    const parts = '--b\r\nContent-Type: image/png; name=a.png\r\n\r\nx\r\n'.repeat(5000);
    const raw = Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`);
    const layout = layoutOf(await structureOf(raw));
    await inTime(() => expect(layout.attachments).toHaveLength(500));
    await inTime(() => asItem(raw));
  });
});

describe('a part', () => {
  it('is found by its section number, but for those that are only frames', async () => {
    const structure = await structureOf(testMail('newsletter'));
    expect(partAt(structure, '1.2.2')?.type).toBe('image/png');
    expect(partAt(structure, '3')?.type).toBe('message/rfc822');
    for (const path of ['', '1', '1.2', '4', '3.1']) expect([path, partAt(structure, path)]).toEqual([path, null]);
    expect(partAt(await structureOf(testMail('latin1')), '1')?.type).toBe('text/plain');
  });
});
