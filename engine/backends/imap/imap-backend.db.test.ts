import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderId } from './folders';
import { ImapBackend } from './imap-backend';
import { parseImapUrl } from './imap-url';
import { type Dovecot, startDovecot } from './testing/dovecot';
import { BackendUnavailable } from '@/engine/backends/contract';
import { describeBackend } from '@/engine/backends/contract-suite';

const never = new AbortController().signal;
let dovecot: Dovecot;
let mailboxes = 0;
const backends: ImapBackend[] = [];

beforeAll(async () => {
  dovecot = await startDovecot();
}, 30_000);

afterAll(async () => {
  for (const backend of backends) await backend.close();
  await dovecot.stop();
});

function open(query = 'domain=example.com'): ImapBackend {
  const backend = new ImapBackend(parseImapUrl(`imap://127.0.0.1:${dovecot.port}?${query}`));
  backends.push(backend);
  return backend;
}

async function newUser(): Promise<string> {
  mailboxes += 1;
  const user = `user${mailboxes}@example.com`;
  await dovecot.setPassword(user, 'tulip');
  return user;
}

/** Another mail program of the same user. */
async function asOtherClient<Result>(user: string, run: (client: ImapFlow) => Promise<Result>): Promise<Result> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: dovecot.port,
    secure: false,
    auth: { user, pass: 'tulip' },
    logger: false,
  });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.logout();
  }
}

const inInbox = (user: string, run: (client: ImapFlow) => Promise<unknown>) =>
  asOtherClient(user, async (client) => {
    await client.mailboxOpen('INBOX');
    await run(client);
  });

describeBackend('the IMAP back end', async () => {
  const mailbox = await newUser();
  return {
    backend: open(),
    mailbox,
    password: 'tulip',
    usernames: [mailbox, mailbox.toUpperCase(), mailbox.replace('@example.com', '')],
    deliver: (raw) => asOtherClient(mailbox, async (client) => void (await client.append('INBOX', raw))),
    setRead: (uid, isRead) =>
      inInbox(mailbox, (client) =>
        isRead
          ? client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
          : client.messageFlagsRemove(String(uid), ['\\Seen'], { uid: true }),
      ),
    remove: (uid) => inInbox(mailbox, (client) => client.messageDelete(String(uid), { uid: true })),
  };
});

describe('folders of an IMAP server', () => {
  it('are typed by SPECIAL-USE, and a folder that only holds others is left out', async () => {
    const backend = open();
    const username = await newUser();
    const account = await backend.authenticate({ username, password: 'tulip' }, never);
    if (!account) throw new Error('refused');
    const folders = await backend.listFolders(account, never);
    const named = Object.fromEntries(folders.map(({ name, kind, parentId }) => [name, { kind, parentId }]));
    expect(named).toMatchObject({
      Inbox: { kind: 'inbox', parentId: null },
      Drafts: { kind: 'drafts' },
      'Sent Mail': { kind: 'sent' },
      Trash: { kind: 'trash' },
    });
    expect(folders.find(({ name }) => name === 'Halden')?.kind).toBe('mail');
    expect(folders[0]?.id === folderId('inbox') || folders.some(({ id }) => id === folderId('INBOX'))).toBe(true);
  });

  it('shows a folder that was made a moment ago', async () => {
    const backend = open();
    const username = await newUser();
    const account = await backend.authenticate({ username, password: 'tulip' }, never);
    if (!account) throw new Error('refused');
    await backend.listFolders(account, never);
    await asOtherClient(username, (client) => client.mailboxCreate('Neu/Ärger'));
    const folders = await backend.listFolders(account, never);
    const made = folders.find(({ name }) => name === 'Ärger');
    expect(await backend.listMessages({ account, folderId: made?.id ?? '' }, never)).toMatchObject({ messages: [] });
  });
});

describe('messages of an IMAP server', () => {
  it('show the text part of what has several, and HTML where there is no text', async () => {
    const backend = open();
    const username = await newUser();
    const account = await backend.authenticate({ username, password: 'tulip' }, never);
    if (!account) throw new Error('refused');
    const multipart = [
      'Subject: parts',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: multipart/alternative; boundary=c',
      '',
      '--c',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Gr=FC=DFe',
      '--c',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<b>no</b>',
      '--c--',
      '--b',
      'Content-Type: text/plain',
      'Content-Disposition: attachment; filename=a.txt',
      '',
      'attached',
      '--b--',
      '',
    ].join('\r\n');
    const html =
      'Subject: html\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+SGFsbG88L3A+\r\n';
    const bare = 'Subject: bare\r\n\r\nplain old text\r\n';
    await asOtherClient(username, async (client) => {
      for (const raw of [multipart, html, bare]) await client.append('INBOX', raw);
    });
    const query = { account, folderId: folderId('INBOX'), uids: [1, 2, 3], bodyLimitBytes: 1000 };
    const messages = await backend.fetchMessages(query, never);
    expect(messages.map(({ subject, body }) => [subject, body.format, body.content.trim()])).toEqual([
      ['parts', 'text', 'Grüße'],
      ['html', 'html', '<p>Hallo</p>'],
      ['bare', 'text', 'plain old text'],
    ]);
  });
});

describe('an IMAP server that fails', () => {
  it('is not taken for a wrong password', async () => {
    const backend = new ImapBackend(parseImapUrl('imap://127.0.0.1:1'));
    const credentials = { username: 'anna', password: 'tulip' };
    await expect(backend.authenticate(credentials, never)).rejects.toBeInstanceOf(BackendUnavailable);
  });

  it('lets go of a request that nobody waits for any more', async () => {
    const controller = new AbortController();
    controller.abort(new Error('gone'));
    const credentials = { username: await newUser(), password: 'tulip' };
    await expect(open().authenticate(credentials, controller.signal)).rejects.toThrow('gone');
  });

  it('ends a watch once the password has been changed', async () => {
    const backend = open();
    const username = await newUser();
    const account = await backend.authenticate({ username, password: 'tulip' }, never);
    if (!account) throw new Error('refused');
    await dovecot.setPassword(username, 'rose');
    const ended = await new Promise<boolean>((resolve, reject) => {
      const options = { signal: never, onChange: () => undefined, onEnd: () => resolve(true) };
      backend.watch(account, () => new Set(), options).catch(reject);
    });
    expect(ended).toBe(true);
    expect(await backend.authenticate({ username, password: 'tulip' }, never)).toBeNull();
    expect(await backend.authenticate({ username, password: 'rose' }, never)).toMatchObject({ mailbox: username });
  });
});
