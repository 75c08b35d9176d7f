import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { MailSender } from './mail-sender';
import { parseSmtpUrl } from './smtp-url';
import { type PeerAnswers, startSmtpPeer } from './testing/smtp-peer';
import { type Account, BackendUnavailable, type OutgoingMessage, SendRefused } from '@/engine/backends/contract';
import { makeCertificate } from '@/engine/backends/testing/make-certificate';
import { createLogger } from '@/lib/log/logger';

const never = new AbortController().signal;
const certificate = makeCertificate();
const ends: (() => Promise<void> | void)[] = [certificate.remove];
afterAll(async () => {
  for (const end of ends) await end();
});

const account = (username = 'anna@example.com'): Account => ({
  mailbox: 'anna@example.com',
  address: 'anna@example.com',
  displayName: null,
  credentials: { username, password: 'tulip', clientAddress: null },
});

const message = (change: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  raw: Buffer.from('Subject: hi\r\n\r\nSchön\r\n'),
  sender: 'anna@example.com',
  recipients: ['bert@example.com'],
  ...change,
});

async function peer(answers: PeerAnswers = {}, options: Parameters<typeof startSmtpPeer>[1] = {}) {
  const server = await startSmtpPeer(answers, options);
  ends.push(server.stop);
  return server;
}

const naming = { domain: 'example.com', login: 'typed' } as const;
const silent = createLogger({ name: 'test', level: 'silent' });

function senderTo(url: string | null) {
  const lines: string[] = [];
  const log = createLogger({ name: 'test', level: 'info', destination: { write: (line) => void lines.push(line) } });
  const server = url === null ? null : parseSmtpUrl(url, naming);
  return { sender: new MailSender({ server, certificateAuthorities: [], log }), lines };
}

const local = ({ port }: { port: number }, query = '') => senderTo(`smtp://127.0.0.1:${port}${query}`).sender;

describe('a message on its way out', () => {
  it('is handed over octet by octet, to all recipients, signed in as the owner', async () => {
    const server = await peer();
    const raw = Buffer.from('Subject: hi\r\n\r\n.dot\r\nSchön\r\n');
    const recipients = ['bert@example.com', 'clara@example.com'];
    await local(server).send(account(), message({ raw, recipients }), never);
    expect(server.taken).toEqual([
      { from: 'anna@example.com', to: recipients, raw, user: 'anna@example.com', isEncrypted: false },
    ]);
  });

  it('is signed in under the name that the server takes, or not at all', async () => {
    const server = await peer();
    await local(server, '?login=user').send(account(), message(), never);
    await local(server, '?login=address').send(account('ANNA'), message(), never);
    await local(server, '?auth=off').send(account(), message(), never);
    expect(server.taken.map(({ user }) => user)).toEqual(['anna', 'ANNA@example.com', null]);
  });

  it('needs no sign-in where the server takes none', async () => {
    const server = await peer({}, { disabledCommands: ['AUTH', 'STARTTLS'] });
    await local(server).send(account(), message(), never);
    expect(server.taken).toMatchObject([{ user: null }]);
  });

  it.each<[string, PeerAnswers, Partial<OutgoingMessage>, string]>([
    ['recipients', { toRecipient: () => '550 5.1.1 no such user' }, {}, 'recipients'],
    ['recipients', { toRecipient: () => '552 5.2.2 mailbox full' }, {}, 'recipients'],
    ['recipients', {}, { recipients: [] }, 'recipients'],
    ['recipients', {}, { recipients: ['a b\r\nRCPT TO:<x@example.com>'] }, 'recipients'],
    ['a sender', { toSender: () => '550 5.7.1 not yours' }, {}, 'sender'],
    ['a password', { toPassword: () => false }, {}, 'sender'],
    ['a size', { toSender: () => '552 5.3.4 too large' }, {}, 'size'],
    ['a size', { toMessage: () => '552 too large' }, {}, 'size'],
    ['a quota', { toMessage: () => '552 5.2.2 full' }, {}, 'quota'],
    ['contents', { toMessage: () => '554 5.7.1 spam' }, {}, 'content'],
  ])('is refused for %s (%j %j) and then taken by nobody', async (_what, answers, change, code) => {
    const server = await peer(answers);
    const sending = local(server).send(account(), message(change), never);
    await expect(sending).rejects.toBeInstanceOf(SendRefused);
    await expect(sending).rejects.toMatchObject({ code });
    expect(server.taken).toEqual([]);
  });

  it('is not larger than the server says that it takes', async () => {
    const server = await peer({}, { size: 1000 });
    const raw = Buffer.alloc(2000, 'x');
    await expect(local(server).send(account(), message({ raw }), never)).rejects.toMatchObject({ code: 'size' });
  });

  it('goes to nobody if one recipient is refused', async () => {
    const server = await peer({ toRecipient: (to) => (to.startsWith('nobody') ? '550 5.1.1 no such user' : null) });
    const recipients = ['bert@example.com', 'nobody@example.com', 'clara@example.com'];
    const sending = local(server).send(account(), message({ recipients }), never);
    await expect(sending).rejects.toMatchObject({ name: 'SendRefused', code: 'recipients' });
    expect(server.taken).toEqual([]);
  });

  it.each<[string, PeerAnswers]>([
    ['the recipient', { toRecipient: () => '451 4.7.1 greylisted' }],
    ['the sender', { toSender: () => '452 4.3.1 no space' }],
    ['the message', { toMessage: () => '451 4.3.0 filter is away' }],
  ])('is tried again later if %s is refused for now', async (_what, answers) => {
    const server = await peer(answers);
    await expect(local(server).send(account(), message(), never)).rejects.toBeInstanceOf(BackendUnavailable);
    expect(server.taken).toEqual([]);
  });

  it('is tried again later while the server is away, and is not tried at once', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as AddressInfo; // listening on a port, not a pipe
    await new Promise((resolve) => probe.close(resolve));
    const sender = local({ port });
    await expect(sender.send(account(), message(), never)).rejects.toThrow('does not take messages');
    await expect(sender.send(account(), message(), never)).rejects.toThrow('failed a moment ago');
  });

  it('ends with the request that nobody waits for any more', async () => {
    const server = await peer();
    const controller = new AbortController();
    controller.abort(new Error('gone'));
    await expect(local(server).send(account(), message(), controller.signal)).rejects.toThrow('gone');
    expect(server.taken).toEqual([]);
  });

  it('cannot be sent without a server, which is logged once', async () => {
    const { sender, lines } = senderTo(null);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(sender.send(account(), message(), never)).rejects.toBeInstanceOf(BackendUnavailable);
    }
    expect(lines.filter((line) => line.includes('SMTP_URL is not set'))).toHaveLength(1);
  });
});

describe('the connection to a mail system', () => {
  const tls = { key: readFileSync(certificate.keyFile), cert: readFileSync(certificate.certificateFile) };
  const authority = readFileSync(certificate.certificateFile, 'utf8');

  it.each([
    ['from the first octet', { ...tls, secure: true, disabledCommands: [] }, 'implicit'],
    ['by STARTTLS', { ...tls, disabledCommands: [] }, 'starttls'],
  ] as const)('is encrypted %s, to a server whose certificate is trusted', async (_how, options, kind) => {
    const peerServer = await peer({}, { ...options, disabledCommands: [...options.disabledCommands] });
    const server = { ...parseSmtpUrl(`smtp://127.0.0.1:${peerServer.port}`, naming), tls: kind };
    const sendBy = (certificateAuthorities: readonly string[]) =>
      new MailSender({ server, certificateAuthorities, log: silent }).send(account(), message(), never);
    await sendBy([authority]);
    expect(peerServer.taken).toMatchObject([{ isEncrypted: true }]);
    await expect(sendBy([])).rejects.toBeInstanceOf(BackendUnavailable);
    expect(peerServer.taken).toHaveLength(1);
  });

  it('is not made to a server that does not encrypt where it must', async () => {
    const peerServer = await peer();
    const server = { ...parseSmtpUrl(`smtp://127.0.0.1:${peerServer.port}`, naming), tls: 'starttls' as const };
    const sender = new MailSender({ server, certificateAuthorities: [authority], log: silent });
    await expect(sender.send(account(), message(), never)).rejects.toBeInstanceOf(BackendUnavailable);
    expect(peerServer.taken).toEqual([]);
  });
});

describe('how the mail system is found', () => {
  const tls = { key: readFileSync(certificate.keyFile), cert: readFileSync(certificate.certificateFile) };

  async function told(port: number, tlsKind: 'implicit' | 'starttls' | 'none' = 'none'): Promise<string[]> {
    const heard: string[] = [];
    const observer = {
      succeeded: () => void heard.push('works'),
      failed: (problem: string) => void heard.push(problem),
    };
    const server = { ...parseSmtpUrl(`smtp://127.0.0.1:${port}`, naming), tls: tlsKind };
    const sender = new MailSender({ server, certificateAuthorities: [], log: silent, observer });
    await sender.send(account(), message(), never).catch(() => undefined);
    return heard;
  }

  it('is told: it works, also if it refuses a message', async () => {
    expect(await told((await peer()).port)).toEqual(['works']);
    expect(await told((await peer({ toSender: () => '550 5.7.1 not yours' })).port)).toEqual(['works']);
  });

  it('is told: nobody is there, its certificate is not trusted, or it does not encrypt', async () => {
    const gone = await startSmtpPeer({});
    await gone.stop();
    expect(await told(gone.port)).toEqual(['cannot_connect']);
    const untrusted = await peer({}, { ...tls, secure: true, disabledCommands: [] });
    expect(await told(untrusted.port, 'implicit')).toEqual(['certificate_not_trusted']);
    expect(await told((await peer()).port, 'starttls')).toEqual(['tls_failed']);
  });
});

describe('SMTP_URL', () => {
  const imap = { domain: 'example.com', login: 'address' } as const;

  it('never sends a password in the clear to another machine unless told to', () => {
    expect(parseSmtpUrl('smtps://mail.example.com', imap)).toMatchObject({ port: 465, tls: 'implicit' });
    expect(parseSmtpUrl('smtp://mail.example.com', imap)).toMatchObject({ port: 587, tls: 'starttls' });
    expect(parseSmtpUrl('smtp://mail.example.com:25?starttls=off', imap)).toMatchObject({ port: 25, tls: 'none' });
    expect(parseSmtpUrl('smtp://[::1]:25', imap)).toMatchObject({ host: '::1', tls: 'none' });
  });

  it('knows users as IMAP_URL does, unless it says something else', () => {
    expect(parseSmtpUrl('smtps://h', imap)).toMatchObject({ ...imap, signsIn: true });
    expect(parseSmtpUrl('smtps://h?auth=off&login=user&domain=Example.ORG', imap)).toMatchObject({
      signsIn: false,
      login: 'user',
      domain: 'example.org',
    });
  });

  it.each(['', 'mail.example.com', 'https://h', 'smtps://', 'smtps://h?login=both'])('refuses %j', (text) => {
    expect(() => parseSmtpUrl(text, imap)).toThrow('SMTP_URL');
  });

  it('refuses a password without repeating it', () => {
    expect(() => parseSmtpUrl('smtps://anna:tulip@h', imap)).toThrow(/^(?!.*tulip).*password/);
    expect(() => parseSmtpUrl('smtps://h?login=user', { domain: null, login: 'typed' })).toThrow('domain');
  });
});
