import { readFileSync } from 'node:fs';
import PostalMime from 'postal-mime';
import { afterAll, describe, expect, it } from 'vitest';
import { parseNoticeUrl } from './notice-url';
import { SmtpNoticeMailer } from './smtp-notice-mailer';
import { type PeerAnswers, startSmtpPeer } from './testing/smtp-peer';
import { type NoticeMessage, NoticeNotSent } from '@/engine/backends/notice-mailer';
import { makeCertificate } from '@/engine/backends/testing/make-certificate';

const never = new AbortController().signal;
const certificate = makeCertificate();
const authority = readFileSync(certificate.certificateFile, 'utf8');
const tls = { key: readFileSync(certificate.keyFile), cert: authority };
const ends: (() => Promise<void> | void)[] = [certificate.remove];
afterAll(async () => {
  for (const end of ends) await end();
});

async function peer(answers: PeerAnswers = {}, options: Parameters<typeof startSmtpPeer>[1] = {}) {
  const server = await startSmtpPeer(answers, options);
  ends.push(server.stop);
  return server;
}

const from = 'mobileadmin@example.com';
const mailer = (url: string, certificateAuthorities: string[] = []) =>
  new SmtpNoticeMailer({ ...parseNoticeUrl(url), certificateAuthorities, from });
const message: NoticeMessage = {
  to: { name: 'Jörg "Ö" <x@evil.example>', address: 'joerg@example.org' },
  subject: 'Mobileadmin: 2 Geräte warten in Quarantäne\r\nBcc: evil@example.com',
  text: 'Größe\n.\nEnde\n',
  id: 'notice-1',
  language: 'de',
  date: new Date('2026-03-01T08:00:00Z'),
};

describe('a mail of ours', () => {
  it('is handed over as the person of NOTICE_SMTP_URL, marked as automatic, and reads as it was written', async () => {
    const server = await peer({
      toPassword: (user, password) => user === 'bot@example.com' && password === 'p@ss/word',
    });
    await mailer(`smtp://bot%40example.com:p%40ss%2Fword@127.0.0.1:${server.port}`).send(message, never);
    const [taken] = server.taken;
    expect(taken).toMatchObject({ from, to: ['joerg@example.org'], user: 'bot@example.com' });
    const read = await PostalMime.parse(taken?.raw ?? '');
    expect(read).toMatchObject({
      from: { name: 'Mobileadmin', address: from },
      to: [{ name: 'Jörg "Ö" <x@evil.example>', address: 'joerg@example.org' }],
      messageId: '<notice-1@example.com>',
      date: '2026-03-01T08:00:00.000Z',
      text: message.text,
    });
    expect(read.html).toBeUndefined();
    expect(read.subject).toContain('2 Geräte warten');
    const names = read.headers.map(({ key }) => key);
    expect(names).toEqual(expect.arrayContaining(['auto-submitted', 'content-language']));
    expect(names).not.toContain('bcc');
  });

  it('needs no sign-in where none is named', async () => {
    const server = await peer();
    await mailer(`smtp://127.0.0.1:${server.port}`).send(message, never);
    expect(server.taken).toMatchObject([{ user: null }]);
  });

  it('is encrypted from the first octet or by STARTTLS, to a server whose certificate is trusted', async () => {
    for (const [scheme, secure] of [
      ['smtps', true],
      ['smtp', false],
    ] as const) {
      const server = await peer({}, { ...tls, secure, disabledCommands: [] });
      const parsed = parseNoticeUrl(`${scheme}://bot:secret@127.0.0.1:${server.port}`);
      // This machine is spoken to in the clear unless told otherwise.
      const strict = { ...parsed, server: { ...parsed.server, tls: secure ? 'implicit' : 'starttls' } as const };
      const by = (certificateAuthorities: string[]) =>
        new SmtpNoticeMailer({ ...strict, certificateAuthorities, from });
      await expect(by([]).send(message, never)).rejects.toThrow(/self-signed/);
      await by([authority]).send(message, never);
      expect(server.taken).toMatchObject([{ isEncrypted: true, user: 'bot' }]);
    }
  });

  it.each<[string, PeerAnswers, string]>([
    ['the password', { toPassword: () => false }, '535 5.7.8 no'],
    ['the sender', { toSender: () => '550 5.7.1 not yours' }, '550 5.7.1 not yours'],
    ['the recipient', { toRecipient: () => '550 5.1.1 no such user' }, '550 5.1.1 no such user'],
    ['the message', { toMessage: () => '451 4.3.0 filter\u0007 is away' }, '451 4.3.0 filter is away'],
    [
      'the message at length',
      { toMessage: () => `554 ${'spam '.repeat(90)}` },
      `554 ${'spam '.repeat(90)}`.slice(0, 300),
    ],
  ])(
    'that is refused for %s fails in the words of the server, on one line of bounded length',
    async (_what, answers, words) => {
      const server = await peer(answers);
      const sending = mailer(`smtp://bot:tulip@127.0.0.1:${server.port}`).send(message, never);
      await expect(sending).rejects.toBeInstanceOf(NoticeNotSent);
      await expect(sending).rejects.toMatchObject({ message: words });
      expect(server.taken).toEqual([]);
    },
  );

  it('fails with a reason if nobody is there or nobody waits any more', async () => {
    const gone = await startSmtpPeer({});
    await gone.stop();
    await expect(mailer(`smtp://127.0.0.1:${gone.port}`).send(message, never)).rejects.toThrow('ECONNREFUSED');
    const stop = new AbortController();
    const server = await peer({
      toSender: () => {
        stop.abort(new Error('The mail server did not finish in time'));
        return null;
      },
    });
    await expect(mailer(`smtp://127.0.0.1:${server.port}`).send(message, stop.signal)).rejects.toThrow('in time');
  });
});

describe('NOTICE_SMTP_URL', () => {
  it('never sends a password in the clear to another machine unless told to', () => {
    expect(parseNoticeUrl('smtps://u:p@mail.example.com').server).toMatchObject({ port: 465, tls: 'implicit' });
    expect(parseNoticeUrl('smtp://u:p@mail.example.com').server).toMatchObject({ port: 587, tls: 'starttls' });
    expect(parseNoticeUrl('smtp://u:p@mail.example.com:25?starttls=off').server).toMatchObject({ tls: 'none' });
    expect(parseNoticeUrl('smtp://u:p@localhost').server).toMatchObject({ tls: 'none' });
  });

  it.each(['', 'mail.example.com', 'https://u:tulip@h', 'smtps://tulip@h', 'smtps://u:%E0tulip@h', 'smtps://:tulip@h'])(
    'refuses %j without repeating it',
    (text) => {
      expect(() => parseNoticeUrl(text)).toThrow(/^(?!.*tulip).*NOTICE_SMTP_URL(?!.*tulip)/);
    },
  );
});
