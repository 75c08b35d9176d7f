import { readFileSync } from 'node:fs';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AutomaticReplies } from './automatic-replies';
import { SieveConnection } from './sieve-connection';
import { parseSieveUrl } from './sieve-url';
import type { AutoReply } from '@/engine/backends/auto-reply';
import { type Account, BackendUnavailable } from '@/engine/backends/contract';
import type { Dovecot } from '@/engine/backends/imap/testing/dovecot';
import type { DovecotOptions } from '@/engine/backends/imap/testing/dovecot-configuration';
import { SharedDovecots } from '@/engine/backends/imap/testing/shared-dovecots';
import { makeCertificate } from '@/engine/backends/testing/make-certificate';

const never = new AbortController().signal;
const imap = { domain: 'example.com', login: 'typed' } as const;
const certificate = makeCertificate();
const servers = new SharedDovecots();
let people = 0;

const dovecotWith = (options: DovecotOptions = { sieve: {} }) => servers.with(options);

let dovecot: Dovecot;
beforeAll(async () => {
  dovecot = await dovecotWith();
}, 30_000);

afterAll(async () => {
  await servers.stop();
  certificate.remove();
});

const plainServer = ({ sievePort }: Dovecot) => parseSieveUrl(`sieve://127.0.0.1:${sievePort}`, imap);

async function newPerson(server = dovecot) {
  people += 1;
  const mailbox = `absent${people}@example.com`;
  await server.setPassword(mailbox, 'tulip');
  const account: Account = {
    mailbox,
    address: mailbox,
    displayName: null,
    credentials: { username: mailbox, password: 'tulip' },
  };
  const replies = new AutomaticReplies({ server: plainServer(server), certificateAuthorities: [] });
  /** As another program does that its owner manages scripts with. */
  const asOtherProgram = async <Result>(run: (connection: SieveConnection) => Promise<Result>) => {
    const options = { server: plainServer(server), certificateAuthorities: [] };
    const connection = await SieveConnection.open(options, { user: mailbox, password: 'tulip' }, never);
    try {
      return await run(connection);
    } finally {
      connection.close();
    }
  };
  const script = (name: string, text: string) =>
    asOtherProgram(async (connection) => {
      await connection.store(name, text);
      await connection.activate(name);
    });
  const set = (reply: AutoReply) => replies.set(account, reply, never);
  return { mailbox, account, replies, asOtherProgram, script, set, find: () => replies.find(account, never) };
}

const text = (content: string) => ({ isEnabled: true, text: content, format: 'text' }) as const;
const on: AutoReply = {
  isEnabled: true,
  period: null,
  internal: text('Back on Monday.\n.\n..ask Bert "at once"'),
  external: text('Je suis en congé – à bientôt ✉'),
};
const off: AutoReply = { ...on, isEnabled: false };

const HOUR_MS = 3_600_000;
const hoursFromNow = (hours: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + hours * HOUR_MS);
const between = (from: number, to: number) => ({ startsAt: hoursFromNow(from), endsAt: hoursFromNow(to) });

/** Delivers a mail as the mail system of the organisation does. @returns what was sent in answer to it */
async function deliver(server: Dovecot, to: string, { from, subject = 'news' }: { from: string; subject?: string }) {
  const before = new Set(server.sentByScripts());
  const connection = new SMTPConnection({ host: '127.0.0.1', port: server.lmtpPort, lmtp: true, ignoreTLS: true });
  await new Promise<void>((resolve, reject) => {
    connection.on('error', reject);
    connection.connect(() => {
      const raw = `From: <${from}>\r\nTo: <${to}>\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@example.org>\r\n\r\nhi\r\n`;
      connection.send({ from, to: [to] }, raw, (error) => (error ? reject(error) : resolve()));
    });
  });
  connection.close();
  return server.sentByScripts().filter((sent) => !before.has(sent));
}

describe('automatic replies by ManageSieve', () => {
  it('are off until they are set, and are then told as they were set', async () => {
    const { find, set } = await newPerson();
    expect(await find()).toMatchObject({ isEnabled: false, period: null, internal: { isEnabled: false, text: '' } });
    const html = { isEnabled: true, text: '<p>Grüße</p>'.repeat(400), format: 'html' } as const;
    for (const reply of [on, { ...on, period: between(-1, 1), external: html }, off, on]) {
      await set(reply);
      expect(await find()).toEqual(reply);
    }
  });

  it('are really sent: one text to colleagues, another to everybody else, once to each', async () => {
    const { mailbox, set } = await newPerson();
    await set(on);
    const [toColleague = ''] = await deliver(dovecot, mailbox, { from: 'bert@example.com' });
    expect(toColleague).toContain('bert@example.com');
    expect(toColleague).toContain('Auto-Submitted: auto-replied');
    expect(toColleague.replaceAll('\r\n', '\n')).toContain('Back on Monday.\n.\n..ask Bert "at once"');
    const [toStranger] = await deliver(dovecot, mailbox, { from: 'eve@example.net' });
    expect(toStranger).toContain('Je suis en congé – à bientôt ✉');
    expect(await deliver(dovecot, mailbox, { from: 'eve@example.net', subject: 'again' })).toEqual([]);
  });

  it('are sent as HTML if they were written so', async () => {
    const { mailbox, set } = await newPerson();
    await set({ ...on, external: { isEnabled: true, text: '<b>Grüße</b>', format: 'html' } });
    const [sent = ''] = await deliver(dovecot, mailbox, { from: 'eve@example.net' });
    expect(sent).toMatch(/content-type: text\/html; charset=utf-8/i);
    expect(sent).toContain(Buffer.from('<b>Grüße</b>').toString('base64'));
  });

  it('are sent only to those they are meant for, and only between their times', async () => {
    const { mailbox, set } = await newPerson();
    const nobody = async (from: string, subject: string) =>
      expect(await deliver(dovecot, mailbox, { from, subject })).toEqual([]);
    await set({ ...on, external: { ...on.external, isEnabled: false } });
    await nobody('eve@example.net', 'one');
    await set({ ...on, internal: { ...on.internal, isEnabled: false } });
    await nobody('bert@example.com', 'two');
    await set({ ...on, period: between(1, 2) });
    await nobody('carl@example.com', 'three');
    await set({ ...on, period: between(-2, -1) });
    await nobody('dora@example.com', 'four');
    await set({ ...on, period: between(-1, 1) });
    expect(await deliver(dovecot, mailbox, { from: 'emil@example.com' })).toHaveLength(1);
    await set(off);
    await nobody('fred@example.com', 'five');
  });
});

const ownRules = 'require ["fileinto"];\r\nif header :contains "subject" "invoice" { fileinto "Trash"; stop; }\r\n';

describe('the own script of a mailbox', () => {
  it('is run as before while the reply is on, and alone again afterwards', async () => {
    const { mailbox, set, script, asOtherProgram, find } = await newPerson();
    await script('my "rules" – ä', ownRules);
    await set(on);
    expect(await find()).toEqual(on);
    expect(await deliver(dovecot, mailbox, { from: 'eve@example.net', subject: 'invoice' })).toHaveLength(1);
    expect(dovecot.logged()).toMatch(new RegExp(`${mailbox}.*invoice.*stored mail into mailbox 'Trash'`));
    await set({ ...on, internal: text('changed') });
    await set(off);
    const { active, own } = await asOtherProgram(async (connection) => ({
      ...(await connection.list()),
      own: await connection.read('my "rules" – ä'),
    }));
    expect({ active, own }).toEqual({ active: 'my "rules" – ä', own: ownRules });
  });

  it('that its owner switches to ends the reply, and is not touched', async () => {
    const { set, script, find, asOtherProgram } = await newPerson();
    await set(on);
    await script('mine', ownRules);
    expect(await find()).toEqual(off);
    await set(off);
    expect((await asOtherProgram((connection) => connection.list())).active).toBe('mine');
    await set(on);
    await asOtherProgram(async (connection) => connection.activate('mine'));
    expect(await find()).toEqual(off);
  });

  it('that is gone in the meantime does not stand in the way', async () => {
    const { mailbox, set, script, find, asOtherProgram } = await newPerson();
    await script('mine', ownRules);
    await set(on);
    await asOtherProgram((connection) => connection.remove('mine'));
    expect(await deliver(dovecot, mailbox, { from: 'eve@example.net' })).toHaveLength(1);
    await set({ ...on, internal: text('changed') });
    await set(off);
    expect(await find()).toEqual(off);
    expect((await asOtherProgram((connection) => connection.list())).active).toBeNull();
  });

  it.each([
    ['answers mail itself', 'mine', 'require ["vacation"];\r\nvacation "away";\r\n'],
    ['has the name of ours', 'mobileadmin', ownRules],
  ])('is not replaced if it %s', async (_what, name, rules) => {
    const { set, script, asOtherProgram, find } = await newPerson();
    await script(name, rules);
    await expect(set(on)).rejects.toMatchObject({ name: 'AutoReplyRefused', code: 'own_rules' });
    expect(await find()).toMatchObject({ isEnabled: false });
    expect(await asOtherProgram((connection) => connection.read(name))).toBe(rules);
    expect((await asOtherProgram((connection) => connection.list())).active).toBe(name);
  });

  it('is not lost if its owner wrote it into ours', async () => {
    const { set, script, asOtherProgram } = await newPerson();
    await set(on);
    const edited = `${await asOtherProgram((connection) => connection.read('mobileadmin'))}keep;\r\n`;
    await script('mobileadmin', edited);
    await expect(set(off)).rejects.toMatchObject({ code: 'own_rules' });
    expect(await asOtherProgram((connection) => connection.read('mobileadmin'))).toBe(edited);
  });

  it('that the organisation gives to everybody is not replaced', async () => {
    const server = await dovecotWith({ sieve: { defaultScript: ownRules } });
    const { mailbox, set, find, script, asOtherProgram } = await newPerson(server);
    await expect(set(on)).rejects.toMatchObject({ code: 'own_rules' });
    await deliver(server, mailbox, { from: 'bert@example.com', subject: 'invoice' });
    expect(server.logged()).toContain("stored mail into mailbox 'Trash'");
    await set(off);
    expect(await find()).toEqual(off);
    expect((await asOtherProgram((connection) => connection.list())).active).toBe('organisation');
    // Who has made it their own has it run.
    await script('mine', ownRules);
    await set(on);
    expect(await find()).toEqual(on);
  });

  it('is not replaced where ours cannot run it', async () => {
    const server = await dovecotWith({ sieve: { without: ['include'] } });
    const { set, script, asOtherProgram, find } = await newPerson(server);
    await set(on);
    await set(off);
    await script('mine', ownRules);
    await expect(set(on)).rejects.toMatchObject({ code: 'own_rules' });
    await set(off);
    expect(await find()).toEqual(off);
    expect((await asOtherProgram((connection) => connection.list())).active).toBe('mine');
  });
});

describe('a ManageSieve server', () => {
  it('that cannot answer has no automatic replies, and one that knows no time has none for a time', async () => {
    const dumb = await newPerson(await dovecotWith({ sieve: { without: ['vacation'] } }));
    expect(await dumb.find()).toBeNull();
    await expect(dumb.set(on)).rejects.toMatchObject({ code: 'unsupported' });
    const timeless = await newPerson(await dovecotWith({ sieve: { without: ['date'] } }));
    await expect(timeless.set({ ...on, period: between(0, 1) })).rejects.toMatchObject({ code: 'unsupported' });
    await timeless.set(on);
    expect(await timeless.find()).toEqual(on);
  });

  it('that has no room says so', async () => {
    const { set } = await newPerson(await dovecotWith({ sieve: { maxScriptBytes: 5000 } }));
    await expect(set({ ...on, internal: text('long '.repeat(2000)) })).rejects.toMatchObject({ code: 'size' });
    const roomy = await newPerson();
    await expect(roomy.set({ ...on, internal: text('x'.repeat(900_000)) })).rejects.toMatchObject({ code: 'size' });
  });

  it('is spoken to in the clear only where that is wanted, and believed only with a good certificate', async () => {
    const encrypting = await dovecotWith({ sieve: {}, certificate });
    const { account } = await newPerson(encrypting);
    const server = { ...plainServer(encrypting), tls: 'starttls' } as const;
    const find = (trusted: string[]) =>
      new AutomaticReplies({ server, certificateAuthorities: trusted }).find(account, never);
    expect(await find([readFileSync(certificate.certificateFile, 'utf8')])).toMatchObject({ isEnabled: false });
    await expect(find([])).rejects.toBeInstanceOf(BackendUnavailable);
    const without = new AutomaticReplies({
      server: { ...plainServer(dovecot), tls: 'starttls' },
      certificateAuthorities: [],
    });
    await expect(without.find(account, never)).rejects.toThrow('offers no encryption');
  });

  it('that refuses the password is unavailable, and is not for others', async () => {
    const { account, replies, find } = await newPerson();
    const credentials = { username: account.mailbox, password: 'wrong' };
    await expect(replies.find({ ...account, credentials }, never)).rejects.toBeInstanceOf(BackendUnavailable);
    expect(await find()).toMatchObject({ isEnabled: false });
  });
});
