import { describe, expect, it } from 'vitest';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { composeDraft, type StoredDraft } from './compose-draft';
import { decodeMessage } from './decode-message';
import { writeFileReference } from './file-reference';
import { RawMailStore, structureOf, testMail } from './testing/raw-mail-store';

const base = {
  address: 'katrin@example.com',
  displayName: 'Katrin',
  now: new Date('2026-03-04T09:15:00Z'),
  messageId: '<draft@example.com>',
};
const body = (type: number, data: string) =>
  el('AirSyncBase', 'Body', [el('AirSyncBase', 'Type', type), el('AirSyncBase', 'Data', data)]);
const attachments = (...changes: EasElement[]) => el('AirSyncBase', 'Attachments', changes);
const add = (clientId: string, name: string, content: Uint8Array, ...more: EasElement[]) =>
  el('AirSyncBase', 'Add', [
    el('AirSyncBase', 'ClientId', clientId),
    el('AirSyncBase', 'Method', 1),
    el('AirSyncBase', 'Content', content),
    el('AirSyncBase', 'DisplayName', name),
    ...more,
  ]);
const remove = (path: string) =>
  el('AirSyncBase', 'Delete', [
    el('AirSyncBase', 'FileReference', writeFileReference({ folderId: 'drafts', uid: 1, path })),
  ]);
const stored = async (raw: Buffer): Promise<StoredDraft> => ({ raw, structure: await structureOf(raw) });

async function draft(elements: readonly EasElement[], existing: StoredDraft | null = null) {
  const { raw, added } = await composeDraft({ ...base, elements, existing });
  expect(raw.toString('latin1').replaceAll('\r\n', '')).not.toContain('\n');
  const decoded = await decodeMessage(raw);
  if (!decoded) throw new Error('not readable');
  return { raw, added, ...decoded };
}

const first = [
  el('Email', 'To', '"Weber, Jörg" <joerg@example.com>, a@example.com'),
  el('Email', 'Cc', 'c@example.com'),
  el('Email2', 'Bcc', 'boss@example.com'),
  el('Email', 'Subject', 'Über das Budget'),
  el('Email', 'Importance', 2),
  body(2, '<p>Schön &amp; gut <img src="cid:logo"></p>'),
  attachments(
    add('c1', 'Prüfung.pdf', Buffer.from('%PDF'), el('AirSyncBase', 'ContentType', 'application/pdf')),
    add(
      'c2',
      'logo.png',
      Buffer.from([1, 2, 3]),
      el('AirSyncBase', 'ContentId', 'logo'),
      el('AirSyncBase', 'IsInline', true),
      el('AirSyncBase', 'ContentType', 'image/png'),
    ),
  ),
];

describe('a draft', () => {
  it('is a message with everything that the client wrote', async () => {
    const { email, html, text, attachments: found } = await draft(first);
    expect(email.from).toMatchObject({ name: 'Katrin', address: 'katrin@example.com' });
    expect(email.to).toMatchObject([
      { name: 'Weber, Jörg', address: 'joerg@example.com' },
      { address: 'a@example.com' },
    ]);
    expect(email.cc).toMatchObject([{ address: 'c@example.com' }]);
    expect(email.bcc).toMatchObject([{ address: 'boss@example.com' }]);
    expect(email.subject).toBe('Über das Budget');
    expect(email.messageId).toBe('<draft@example.com>');
    expect(email.headers.find(({ key }) => key === 'importance')?.value).toBe('high');
    expect(html).toContain('<p>Schön &amp; gut');
    expect(text?.trim()).toBe('Schön & gut');
    expect(new Map(found.map(({ fileName, content }) => [fileName, content.length]))).toEqual(
      new Map([
        ['Prüfung.pdf', 4],
        ['logo.png', 3],
      ]),
    );
  });

  it('says where the attachments are that were added', async () => {
    const { raw, added } = await draft(first);
    expect(added.map(({ clientId }) => clientId)).toEqual(['c1', 'c2']);
    const store = new RawMailStore([raw]);
    const account = {
      mailbox: 'a',
      address: 'anna@example.com',
      displayName: null,
      credentials: { username: 'a', password: 'x' },
    };
    const query = { account, folderId: 'drafts', uid: 1, limitBytes: 100 };
    const { signal } = new AbortController();
    const contents = added.map(({ path }) => store.fetchPart({ ...query, path }, signal));
    expect((await Promise.all(contents)).map((each) => each?.content.toString('latin1'))).toEqual([
      '%PDF',
      '\u0001\u0002\u0003',
    ]);
  });

  it('keeps what a change does not name', async () => {
    const before = await draft(first);
    const {
      email,
      html,
      attachments: found,
      raw,
    } = await draft(
      [el('Email', 'Subject', 'New'), el('Email', 'Cc', ''), el('Email', 'Importance', 1)],
      await stored(before.raw),
    );
    expect(email.subject).toBe('New');
    expect(email.cc).toBeUndefined();
    expect(email.to).toHaveLength(2);
    expect(email.bcc).toHaveLength(1);
    expect(html).toBe(before.html);
    expect(found).toHaveLength(2);
    expect(raw.toString()).not.toMatch(/^importance:/im);
    expect(raw.subarray(raw.indexOf('\r\n\r\n')).equals(before.raw.subarray(before.raw.indexOf('\r\n\r\n')))).toBe(
      true,
    );
  });

  it('gets another body and keeps its attachments', async () => {
    const before = await draft(first);
    const { html, text, attachments: found, added } = await draft([body(1, 'Only text')], await stored(before.raw));
    expect([html, text?.trim(), found.length, added]).toEqual([undefined, 'Only text', 2, []]);
  });

  it('loses and gets attachments at once', async () => {
    const before = await draft(first);
    const gone = before.added.find(({ clientId }) => clientId === 'c1')?.path ?? '';
    const changes = attachments(remove(gone), add('c3', 'notes.txt', Buffer.from('notes')));
    const { attachments: found, added, html } = await draft([changes], await stored(before.raw));
    expect(new Set(found.map(({ fileName }) => fileName))).toEqual(new Set(['logo.png', 'notes.txt']));
    expect(added.map(({ clientId }) => clientId)).toEqual(['c3']);
    expect(html).toBe(before.html);
  });

  it('may be one that another program began', async () => {
    const changes = attachments(remove('2'));
    const { attachments: found, text } = await draft([changes], await stored(testMail('newsletter')));
    expect(found.map(({ type }) => type)).toEqual(['image/png', 'message/rfc822']);
    expect(text).toContain('Hello & welcome');
  });

  it('may be as good as empty', async () => {
    const { text, email, added } = await draft([el('Email', 'Subject', '')]);
    expect([text?.trim() ?? '', email.subject ?? '', added]).toEqual(['', '', []]);
    const onlyFile = await draft([attachments(add('c', 'a.bin', Buffer.alloc(0)))]);
    expect(onlyFile.added).toEqual([{ clientId: 'c', path: '2' }]);
  });

  it('keeps a recipient that is not finished, and takes no header from a value', async () => {
    const { raw, email } = await draft([
      el('Email', 'To', 'joe'),
      el('Email', 'Subject', 'a\r\nBcc: evil@example.com'),
      attachments(
        add('c', 'x\r\nContent-Type: text/html', Buffer.from('x'), el('AirSyncBase', 'ContentType', 'a/b\r\nX: y')),
      ),
    ]);
    expect(raw.toString()).toMatch(/^To:.*joe/m);
    expect(email.bcc).toBeUndefined();
    expect(raw.toString()).not.toMatch(/^X: y/m);
  });

  it('may be written as MIME', async () => {
    const mime = 'Content-Type: text/plain; charset=utf-8\r\n\r\nGrüße';
    expect((await draft([body(4, mime)])).text?.trim()).toBe('Grüße');
  });

  it.each([
    ['RTF', body(3, '{\\rtf1}')],
    ['nothing that is known', body(9, 'x')],
    ['a word', el('AirSyncBase', 'Body', [el('AirSyncBase', 'Type', 'a'), el('AirSyncBase', 'Data', 'x')])],
    ['two forms at once', el('AirSyncBase', 'Body', [el('AirSyncBase', 'Type', 1), el('AirSyncBase', 'Type', 2)])],
  ])('is refused if its body is %s', async (_what, malformed) => {
    await expect(draft([malformed])).rejects.toMatchObject({ name: 'OutgoingProblem', code: 'malformed' });
  });

  it.each(['9', '', '1.1.1'])('is refused if the attachment to delete is not there: %j', async (path) => {
    const before = await draft(first);
    const change = draft([attachments(remove(path))], await stored(before.raw));
    await expect(change).rejects.toMatchObject({ name: 'OutgoingProblem', code: 'malformed' });
  });
});
