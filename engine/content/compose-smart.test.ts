import { afterAll, describe, expect, it } from 'vitest';
import { composeSmart, type SmartMessage } from './compose-smart';
import { decodeMessage } from './decode-message';
import { prepareOutgoing } from './prepare-outgoing';
import { testMail } from './testing/raw-mail-store';
import { SecureMail } from './testing/signed-mail';

const secure = new SecureMail();
afterAll(() => secure.close());

const written = (...lines: string[]) =>
  Buffer.from(['To: joerg@example.com', 'Subject: =?utf-8?Q?Re=3A_=C3=84?=', ...lines].join('\r\n'));
const plain = written('Content-Type: text/plain; charset=utf-8', '', 'Schön!');
const html = written('Content-Type: text/html; charset=utf-8', '', '<html><body><p>Schön!</p></body></html>');

async function composed(message: Partial<SmartMessage>) {
  const raw = await composeSmart({
    kind: 'reply',
    written: plain,
    original: testMail('newsletter'),
    replaceMime: false,
    ...message,
  });
  expect(raw.toString('latin1').replaceAll('\r\n', '')).not.toContain('\n');
  const decoded = await decodeMessage(raw);
  if (!decoded) throw new Error('not readable');
  const header = (name: string) => decoded.email.headers.filter(({ key }) => key === name).map(({ value }) => value);
  return { raw, header, ...decoded };
}

describe('a smart reply', () => {
  it('has the original below what was written, and belongs to its thread', async () => {
    const { text, html: form, header, attachments } = await composed({});
    expect(text).toMatch(/^Schön!\r?\n\r?\n-+\r?\nFrom: Jörg Weber <joerg@example.com>\r?\nDate: Wed, 04 Mar 2026/);
    expect(text).toContain('> Hello & welcome');
    expect(form).toBeUndefined();
    expect(attachments).toEqual([]);
    expect(header('in-reply-to')).toEqual(['<n3@example.com>']);
    expect(header('references')).toEqual(['<n1@example.com> <n2@example.com> <n3@example.com>']);
    expect(header('subject')).toHaveLength(1);
    expect(header('content-type')).toHaveLength(1);
  });

  it('in HTML quotes HTML with its images, and has a text beside it', async () => {
    const { text, html: form, attachments } = await composed({ written: html });
    expect(form).toMatch(
      /<p>Schön!<\/p><br><hr>[\s\S]*<blockquote[\s\S]*<b>welcome<\/b>[\s\S]*<\/blockquote>\s*<\/body>/,
    );
    expect(form?.match(/<html|<body|<meta|<title/gi)).toEqual(['<html', '<body']);
    expect(text).toContain('> Hello & welcome');
    expect(attachments.map(({ contentId, type }) => [contentId, type])).toEqual([['logo@example.com', 'image/png']]);
  });

  it('keeps what the client attached', async () => {
    const mixed = written(
      'Content-Type: multipart/mixed; boundary=m',
      '',
      '--m',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Sch=F6n!',
      '--m',
      "Content-Type: image/jpeg; name*=utf-8''%C3%84.jpg",
      'Content-Disposition: attachment',
      'Content-Transfer-Encoding: base64',
      '',
      'AAEC/w==',
      '--m--',
    );
    const { text, attachments } = await composed({ written: mixed, original: testMail('koi8-r') });
    expect(text).toContain('> Добрый день');
    expect(attachments.map(({ fileName, content }) => [fileName, [...content]])).toEqual([['Ä.jpg', [0, 1, 2, 255]]]);
  });

  it.each(['latin1', 'gb2312', 'iso-2022-jp', 'missing-boundary', 'no-boundary', 'invitation', 'bounce', 'winmail'])(
    'to %s is UTF-8 and can be sent',
    async (name) => {
      const { raw, text } = await composed({ original: testMail(name) });
      expect(text).toMatch(/^Schön!/);
      const account = { address: 'a@example.com', displayName: null, now: new Date(0), messageId: '<x@example.com>' };
      expect(prepareOutgoing(raw, account).recipients).toEqual(['joerg@example.com']);
    },
  );

  it('has only the fields of the thread added if the client did the rest itself', async () => {
    const { raw, header } = await composed({ replaceMime: true });
    expect(header('in-reply-to')).toEqual(['<n3@example.com>']);
    expect(raw.toString().endsWith('\r\n\r\nSchön!')).toBe(true);
    const own = written('In-Reply-To: <mine@x>', 'References: <mine@x>', '', 'y');
    expect((await composed({ written: own, replaceMime: true })).raw.equals(own)).toBe(true);
  });

  it('that is signed stays as it is, and so does the answer to an invitation', async () => {
    const { raw, header } = await composed({ written: secure.signed() });
    expect(secure.verified(raw)).toContain('Grüße');
    expect(header('in-reply-to')).toEqual(['<n3@example.com>']);
    const answer = testMail('acceptance');
    expect((await composed({ written: answer })).raw.toString()).toContain('PARTSTAT=ACCEPTED');
  });

  it('to something signed quotes what can be read of it, without the signature', async () => {
    const { text, attachments } = await composed({ original: secure.signed() });
    expect(text).toContain('> Grüße');
    expect(attachments).toEqual([]);
  });

  it('to something encrypted goes without it', async () => {
    const { text } = await composed({ original: secure.encrypted() });
    expect(text?.trim()).toBe('Schön!');
  });

  it('keeps its thread short, and the first message in it', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `<${index}@x>`);
    const original = Buffer.from(`Message-ID: <own@x>\r\nReferences: ${ids.join('\r\n ')}\r\n\r\nx`);
    const [references] = (await composed({ original })).header('references');
    expect(references?.split(' ')).toHaveLength(20);
    expect(references).toMatch(/^<0@x> <82@x> .*<99@x> <own@x>$/);
  });
});

describe('a smart forward', () => {
  it('has the original with everything that was attached to it', async () => {
    const { text, attachments, header } = await composed({ kind: 'forward' });
    expect(text).toContain('\nHello & welcome');
    expect(attachments.map(({ fileName, type }) => [fileName, type])).toEqual([
      ['logo.png', 'image/png'],
      ['Prüfung.pdf', 'application/pdf'],
      [null, 'message/rfc822'],
    ]);
    expect(attachments[1]?.content.toString()).toContain('%PDF-1.4 not really one');
    expect(attachments[2]?.content.toString()).toContain('The inner text.');
    expect(header('in-reply-to')).toEqual([]);
    expect(header('references')).toHaveLength(1);
  });

  it('keeps images in their place', async () => {
    const { html: form, attachments } = await composed({ kind: 'forward', written: html });
    expect(form).toContain('<img src="cid:logo@example.com">');
    expect(attachments.find(({ contentId }) => contentId === 'logo@example.com')?.isInline).toBe(true);
  });

  it('that is signed has the original as a whole beside it', async () => {
    const { raw, attachments, header } = await composed({ kind: 'forward', written: secure.signed() });
    const attached = attachments.find(({ type }) => type === 'message/rfc822');
    expect(attached?.content.toString().trim()).toBe(testMail('newsletter').toString().trim());
    expect(header('content-type')[0]).toMatch(/^multipart\/mixed/);
    const from = raw.indexOf('Content-Type: multipart/signed');
    const boundary = /boundary="?([^";\r\n]+)/.exec(header('content-type')[0] ?? '')?.[1] ?? '';
    const signed = raw.subarray(from, raw.indexOf(`\r\n--${boundary}`, from));
    expect(secure.verified(Buffer.concat([Buffer.from('MIME-Version: 1.0\r\n'), signed]))).toContain('Grüße');
  });

  it('of something signed or encrypted carries it as a whole', async () => {
    const original = secure.encrypted();
    const { text, attachments } = await composed({ kind: 'forward', original });
    expect(text?.trim()).toBe('Schön!');
    expect(attachments.map(({ type, fileName }) => [type, fileName])).toEqual([['message/rfc822', 'message.eml']]);
    expect(secure.decrypted(attachments[0]?.content ?? Buffer.alloc(0))).toContain('Secret');
  });

  it('of an invitation keeps it an invitation', async () => {
    const { attachments } = await composed({ kind: 'forward', original: testMail('invitation') });
    expect(attachments.map(({ type, method }) => [type, method])).toEqual([['text/calendar', 'REQUEST']]);
  });

  it('of 25 MB arrives whole', async () => {
    const content = Buffer.alloc(19 * 1024 * 1024, 'film');
    const base64 = content.toString('base64').replaceAll(/.{76}/g, '$&\r\n');
    const head = 'Content-Type: video/mp4; name=film.mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n';
    const { attachments } = await composed({ kind: 'forward', original: Buffer.from(head + base64) });
    expect(attachments.map((each) => each.content.equals(content))).toEqual([true]);
  }, 60_000);

  it('of something that is nested without end carries it as a whole', async () => {
    const nested = Array.from(
      { length: 60 },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    );
    const { attachments } = await composed({ kind: 'forward', original: Buffer.from(`${nested.join('')}\r\nx`) });
    expect(attachments.map(({ type }) => type)).toEqual(['message/rfc822']);
  });

  it('is refused if the client sent no message', async () => {
    const nothing = composeSmart({ kind: 'forward', written: Buffer.alloc(0), original: plain, replaceMime: false });
    await expect(nothing).rejects.toMatchObject({ name: 'OutgoingProblem', code: 'malformed' });
  });
});
