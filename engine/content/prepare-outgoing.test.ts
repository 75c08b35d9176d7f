import { afterAll, describe, expect, it } from 'vitest';
import { readHeaderBlock, withCrlf, writeHeaderBlock } from './header-block';
import { prepareOutgoing } from './prepare-outgoing';
import { SecureMail } from './testing/signed-mail';

const secure = new SecureMail();
afterAll(() => secure.close());

const account = {
  address: 'katrin@example.com',
  displayName: 'Katrin Weber',
  now: new Date('2026-03-04T09:15:00Z'),
  messageId: '<new@example.com>',
};
const prepare = (...lines: string[]) => prepareOutgoing(Buffer.from(lines.join('\r\n')), account);
const problem = (code: string) => expect.objectContaining({ name: 'OutgoingProblem', code });

describe('a message on its way out', () => {
  it('goes to everybody it names, each once, and nobody sees who got a blind copy', () => {
    const { raw, recipients, sender } = prepare(
      'To: "Weber, J" <joerg@example.com>, Team: a@example.com, =?utf-8?Q?J=C3=BCrgen?= <b@example.com>;',
      'Cc: Joerg@Example.com,',
      ' c@example.com',
      'Bcc: boss@example.com',
      'BCC: second@example.com',
      '',
      'x',
    );
    expect(recipients).toEqual([
      'joerg@example.com',
      'a@example.com',
      'b@example.com',
      'c@example.com',
      'boss@example.com',
      'second@example.com',
    ]);
    expect(sender).toBe('katrin@example.com');
    expect(raw.toString()).not.toMatch(/boss|second|bcc/i);
    expect(raw.toString()).toContain('Cc: Joerg@Example.com,\r\n c@example.com\r\n');
  });

  it('comes from the own address, with the name that the client gives or else the own one', () => {
    const from = (...lines: string[]) =>
      /^From:.*(?:\r\n .*)*/m.exec(prepare(...lines, 'To: a@example.com', '', 'x').raw.toString())?.[0];
    expect(from('From: "The Boss" <boss@example.com>', 'Sender: boss@example.com')).toBe(
      'From: The Boss <katrin@example.com>',
    );
    expect(from()).toBe('From: Katrin Weber <katrin@example.com>');
    expect(from('From: =?utf-8?B?SsO8cmdlbg==?= <j@example.com>')).toMatch(/=\?UTF-8\?Q\?J=C3=BCrgen\?= <katrin@/i);
    expect(prepare('Sender: boss@example.com', 'To: a@example.com', '', 'x').raw.toString()).not.toContain('Sender');
  });

  it('has a date and an id, its own if it brought them', () => {
    const added = prepare('To: a@example.com', '', 'x');
    expect(added.raw.toString()).toContain('Date: Wed, 04 Mar 2026 09:15:00 +0000\r\n');
    expect(added.raw.toString()).toContain('Message-ID: <new@example.com>\r\n');
    expect(added.messageId).toBe('<new@example.com>');
    const own = prepare('To: a@example.com', 'Message-Id: <own@phone>', 'Date: yesterday', '', 'x');
    expect([own.messageId, own.raw.toString().match(/^(message-id|date):/gim)]).toEqual([
      '<own@phone>',
      ['Message-Id:', 'Date:'],
    ]);
    const broken = prepare('To: a@example.com', 'Message-ID: none', '', 'x');
    expect(broken.raw.toString().match(/^message-id:.*$/gim)).toEqual(['Message-ID: <new@example.com>']);
  });

  it('keeps everything else octet by octet, also what is no text', () => {
    const body = Buffer.from(Array.from({ length: 256 }, (_, index) => index).filter((octet) => octet !== 10));
    const head = Buffer.from('To: a@example.com\r\nX-Odd:   spaces \t\r\n\tfolded\r\nContent-Type: text/plain\r\n\r\n');
    const { raw } = prepareOutgoing(Buffer.concat([head, body]), account);
    expect(raw.subarray(-body.length).equals(body)).toBe(true);
    expect(raw.toString('latin1')).toContain('X-Odd:   spaces \t\r\n\tfolded\r\nContent-Type: text/plain\r\n\r\n');
  });

  it('has proper line ends whatever the client mixed', () => {
    const { raw } = prepareOutgoing(
      Buffer.from('To: a@example.com\nSubject: x\r\n y\n\nline 1\r\nline 2\nline 3'),
      account,
    );
    expect(raw.toString().replaceAll('\r\n', '')).not.toContain('\n');
    expect(raw.toString()).toMatch(/Subject: x\r\n y\r\n\r\nline 1\r\nline 2\r\nline 3$/);
  });

  it.each([
    ['CRLF', (signed: Buffer) => signed],
    ['LF alone', (signed: Buffer) => Buffer.from(signed.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')],
  ])('keeps its signature, with %s', (_what, lineEnds) => {
    const { raw, recipients } = prepareOutgoing(lineEnds(secure.signed()), account);
    expect(recipients).toEqual(['joerg@example.com', 'boss@example.com']);
    expect(secure.verified(raw)).toContain('Grüße');
  });

  it('stays encrypted', () => {
    expect(secure.decrypted(prepareOutgoing(secure.encrypted(), account).raw)).toContain('Secret');
  });

  it('may be large', () => {
    const body = Buffer.alloc(25 * 1024 * 1024, 'YWJj\r\n');
    const { raw } = prepareOutgoing(Buffer.concat([Buffer.from('To: a@example.com\r\n\r\n'), body]), account);
    expect(raw.subarray(-body.length).equals(body)).toBe(true);
  });

  it.each([
    ['nothing at all', '', 'malformed'],
    ['no header', 'Hello there\r\nthis is no mail\r\n', 'malformed'],
    ['a header that never ends', `X: ${'y'.repeat(600_000)}\r\n\r\n`, 'malformed'],
    ['thousands of fields', `${'X: y\r\n'.repeat(3000)}\r\n`, 'malformed'],
    ['no recipient', 'Subject: x\r\n\r\nx', 'no_recipients'],
    ['only a list without names', 'To: undisclosed-recipients:;\r\n\r\nx', 'no_recipients'],
    ['somebody without an address', 'To: Katrin, a@example.com\r\n\r\nx', 'invalid_recipient'],
    ['an address that ends a command', 'To: <a@b.c\u0001d e>, x@example.com\r\n\r\nx', 'invalid_recipient'],
    [
      'too many recipients',
      `To: ${Array.from({ length: 1001 }, (_, index) => `a${index}@example.com`).join(',\r\n ')}\r\n\r\nx`,
      'too_many_recipients',
    ],
  ])('is refused with %s', (_what, raw, code) => {
    expect(() => prepareOutgoing(Buffer.from(raw), account)).toThrow(problem(code));
  });
});

describe('the header of a message', () => {
  it('is put together as it was taken apart', () => {
    const raw = Buffer.from('A: 1\r\nB: 2\r\n\tfolded\r\n\r\nbody\r\n\r\nend');
    expect(writeHeaderBlock(readHeaderBlock(raw)).equals(raw)).toBe(true);
    expect(readHeaderBlock(Buffer.from('A: 1\r\n')).body).toHaveLength(0);
    expect(readHeaderBlock(Buffer.from('A: 1')).fields).toHaveLength(1);
  });

  it('gets CRLF for LF, once', () => {
    expect(withCrlf(Buffer.from('\na\r\nb\n\nc\r')).toString()).toBe('\r\na\r\nb\r\n\r\nc\r');
  });
});
