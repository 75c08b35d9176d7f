import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { AutomaticReplies } from './automatic-replies';
import { type ScriptedSieve, type SieveScript, startScriptedSieve } from './testing/scripted-sieve';
import { type AutoReply, AutoReplyRefused } from '@/engine/backends/auto-reply';
import { type Account, BackendUnavailable } from '@/engine/backends/contract';

const never = new AbortController().signal;
const servers: ScriptedSieve[] = [];
afterAll(async () => {
  for (const server of servers) await server.stop();
});

const account: Account = {
  mailbox: 'anna@example.com',
  address: 'anna@example.com',
  displayName: null,
  credentials: { username: 'anna@example.com', password: 'tulip' },
};
const message = { isEnabled: true, text: 'away', format: 'text' } as const;
const reply: AutoReply = { isEnabled: true, period: null, internal: message, external: message };

async function start(script: SieveScript, tls: 'none' | 'starttls' = 'none') {
  const scripted = await startScriptedSieve(script);
  servers.push(scripted);
  const server = { host: '127.0.0.1', port: scripted.port, tls, login: 'typed', domain: 'example.com' } as const;
  const options = { server, certificateAuthorities: [] };
  return { scripted, options, replies: new AutomaticReplies(options) };
}

const encrypting = '"SASL" ""\r\n"STARTTLS"\r\nOK\r\n';

describe('a ManageSieve server that fails', () => {
  it.each<[string, SieveScript, ('none' | 'starttls')?]>([
    ['says goodbye at once', { greeting: 'BYE "too many"\r\n' }],
    ['is another kind of server', { greeting: '* OK IMAP4rev1 ready\r\n', answers: { AUTHENTICATE: null } }],
    ['says no to the greeting', { greeting: 'NO\r\n' }],
    ['takes no password', { greeting: '"SASL" "GSSAPI"\r\nOK\r\n' }],
    ['refuses the password', { answers: { AUTHENTICATE: 'NO\r\n' } }],
    ['hangs up at the sign-in', { answers: { AUTHENTICATE: null } }],
    ['says goodbye later', { answers: { LISTSCRIPTS: 'BYE\r\n' } }],
    ['hangs up later', { answers: { LISTSCRIPTS: null } }],
    ['says no to what cannot fail', { answers: { LISTSCRIPTS: 'NO\r\n' } }],
    ['asks to come later', { answers: { LISTSCRIPTS: 'NO (TRYLATER)\r\n' } }],
    ['answers what nobody asked', { answers: { AUTHENTICATE: 'OK\r\nOK\r\nOK\r\n' } }],
    ['sends more than is read', { answers: { LISTSCRIPTS: '"x"\r\n'.repeat(50_000) } }],
    ['cannot encrypt', {}, 'starttls'],
    ['refuses to encrypt', { greeting: encrypting, answers: { STARTTLS: 'NO\r\n' } }, 'starttls'],
    ['hangs up before the encryption', { greeting: encrypting, answers: { STARTTLS: null } }, 'starttls'],
    ['speaks no TLS', { greeting: encrypting, answers: { STARTTLS: 'OK\r\n', '\u0016': 'NO what?\r\n' } }, 'starttls'],
    // An attacker on the way puts this where it would be taken for what comes encrypted.
    ['says something before the encryption', { greeting: encrypting, answers: { STARTTLS: 'OK\r\nOK' } }, 'starttls'],
  ])('is unavailable if it %s', async (_what, script, tls) => {
    const { replies } = await start(script, tls);
    await expect(replies.find(account, never)).rejects.toBeInstanceOf(BackendUnavailable);
  });

  it('gets no password before the connection is encrypted', async () => {
    const greeting = '"SASL" "PLAIN"\r\nOK\r\n';
    const { scripted, replies } = await start({ greeting }, 'starttls');
    await expect(replies.find(account, never)).rejects.toThrow('offers no encryption');
    expect(scripted.commands).not.toContain('AUTHENTICATE');
  });

  it('is left alone for a moment, unless it only judges one user', async () => {
    const failing = await start({ answers: { AUTHENTICATE: null } });
    const judging = await start({ answers: { AUTHENTICATE: 'NO\r\n' } });
    for (const { replies } of [failing, failing, judging, judging]) {
      await expect(replies.find(account, never)).rejects.toBeInstanceOf(BackendUnavailable);
    }
    expect([failing.scripted.connections(), judging.scripted.connections()]).toEqual([1, 2]);
  });

  it.each<[string, SieveScript, ('none' | 'starttls')?]>([
    ['at once', { greeting: null }],
    ['later', { answers: { LISTSCRIPTS: '"half' } }],
    ['while it should encrypt', { greeting: encrypting, answers: { STARTTLS: 'OK\r\n', '\u0016': '' } }, 'starttls'],
  ])('is not waited for if it is silent %s', async (_what, script, tls) => {
    const { options } = await start(script, tls);
    const replies = new AutomaticReplies({ ...options, silenceMs: 50 });
    await expect(replies.find(account, never)).rejects.toBeInstanceOf(BackendUnavailable);
  });

  it('is not waited for by a request that is over', async () => {
    const controller = new AbortController();
    const { replies, scripted } = await start({ greeting: null });
    const waiting = replies.find(account, controller.signal);
    while (scripted.connections() === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(replies.find(account, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('is unavailable if there is none', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    probe.close();
    await once(probe, 'close');
    const port = typeof address === 'object' && address ? address.port : 0;
    const server = { host: '127.0.0.1', port, tls: 'none', login: 'typed', domain: null } as const;
    const replies = new AutomaticReplies({ server, certificateAuthorities: [] });
    await expect(replies.find(account, never)).rejects.toBeInstanceOf(BackendUnavailable);
  });

  it.each([
    ['HAVESPACE', 'NO (QUOTA/MAXSCRIPTS) "full"\r\n', 'size'],
    ['PUTSCRIPT', 'NO (QUOTA)\r\n', 'size'],
    ['PUTSCRIPT', 'NO "line 5: unknown test"\r\n', 'unsupported'],
  ])('that answers %s with %j has refused the reply', async (command, answer, code) => {
    const { replies } = await start({ answers: { [command]: answer } });
    const refused = replies.set(account, reply, never);
    await expect(refused).rejects.toBeInstanceOf(AutoReplyRefused);
    await expect(refused).rejects.toMatchObject({ code });
  });

  it('that takes no password with a NUL is not asked', async () => {
    const { replies, scripted } = await start({});
    const credentials = { username: 'anna@example.com', password: 'tulip\0root' };
    await expect(replies.find({ ...account, credentials }, never)).rejects.toBeInstanceOf(BackendUnavailable);
    expect(scripted.commands).not.toContain('AUTHENTICATE');
  });
});
