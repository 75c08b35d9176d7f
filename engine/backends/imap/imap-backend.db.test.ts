import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe } from 'vitest';
import { ImapBackend } from './imap-backend';
import { parseImapUrl } from './imap-url';
import { type Dovecot, startDovecot } from './testing/dovecot';
import type { DovecotOptions } from './testing/dovecot-configuration';
import { describeBackend } from '@/engine/backends/contract-suite';
import { AutomaticReplies } from '@/engine/backends/managesieve/automatic-replies';
import { parseSieveUrl } from '@/engine/backends/managesieve/sieve-url';
import { MailSender } from '@/engine/backends/smtp/mail-sender';
import { parseSmtpUrl } from '@/engine/backends/smtp/smtp-url';
import { type SmtpPeer, startSmtpPeer } from '@/engine/backends/smtp/testing/smtp-peer';
import { MemoryFolderRegistry } from '@/engine/backends/testing/memory-folder-registry';
import { createLogger } from '@/lib/log/logger';

/** The same guarantees over servers of every kind: the newest, one that can do next to nothing, and those in between. */
const servers: readonly { name: string; options: DovecotOptions }[] = [
  { name: 'an IMAP server that can do everything', options: { sieve: {} } },
  {
    name: 'an IMAP server that can do nothing more than it must',
    options: {
      without: ['UIDPLUS', 'MOVE', 'CONDSTORE', 'QRESYNC', 'ENABLE', 'SPECIAL-USE', 'UNSELECT', 'LIST-EXTENDED'].concat(
        ['ESEARCH', 'WITHIN', 'LIST-STATUS', 'BINARY', 'NOTIFY', 'LITERAL+', 'ID', 'SORT', 'NAMESPACE'],
      ),
      hasNoSpecialUse: true,
    },
  },
  {
    name: 'an IMAP server with everything inside the Inbox, separated by dots',
    options: { separator: '.', prefix: 'INBOX.', without: ['NOTIFY'] },
  },
];

describe.each(servers)('$name', ({ name, options }) => {
  let dovecot: Dovecot;
  let smtp: SmtpPeer;
  let mailboxes = 0;
  const backends: ImapBackend[] = [];

  beforeAll(async () => {
    dovecot = await startDovecot(options);
    smtp = await startSmtpPeer({
      toRecipient: (address) => (address === 'nobody@example.com' ? '550 5.1.1 no such user' : null),
      toPassword: (user, password) => user.startsWith('user') && password === 'tulip',
    });
  }, 30_000);

  afterAll(async () => {
    for (const backend of backends) await backend.close();
    await dovecot.stop();
    await smtp.stop();
  });

  /** Another mail program of the same user, with the Inbox open. */
  async function asOtherClient(user: string, run: (client: ImapFlow) => Promise<unknown>): Promise<void> {
    const auth = { user, pass: 'tulip' };
    const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, auth, logger: false });
    await client.connect();
    try {
      await client.mailboxOpen('INBOX');
      await run(client);
    } finally {
      await client.logout();
    }
  }

  describeBackend(name, async () => {
    mailboxes += 1;
    const mailbox = `user${mailboxes}@example.com`;
    await dovecot.setPassword(mailbox, 'tulip');
    const server = parseImapUrl(`imap://127.0.0.1:${dovecot.port}?domain=example.com`);
    const certificateAuthorities: string[] = [];
    const log = createLogger({ name: 'test', level: 'silent' });
    const outgoing = parseSmtpUrl(`smtp://127.0.0.1:${smtp.port}`, server);
    const sender = new MailSender({ server: outgoing, certificateAuthorities, log });
    const backend = new ImapBackend({
      server,
      certificateAuthorities,
      sender,
      registry: new MemoryFolderRegistry(),
      ...(options.sieve && {
        automaticReplies: new AutomaticReplies({
          server: parseSieveUrl(`sieve://127.0.0.1:${dovecot.sievePort}`, server),
          certificateAuthorities,
        }),
      }),
    });
    backends.push(backend);
    return {
      backend,
      mailbox,
      password: 'tulip',
      usernames: [mailbox, mailbox.toUpperCase(), mailbox.replace('@example.com', '')],
      deliver: (raw) => asOtherClient(mailbox, (client) => client.append('INBOX', raw)),
      setRead: (uid, isRead) =>
        asOtherClient(mailbox, (client) =>
          isRead
            ? client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
            : client.messageFlagsRemove(String(uid), ['\\Seen'], { uid: true }),
        ),
      remove: (uid) => asOtherClient(mailbox, (client) => client.messageDelete(String(uid), { uid: true })),
      sent: async () => smtp.taken.at(-1)?.raw ?? null,
      recipient: 'bert@example.com',
      refusedRecipient: 'nobody@example.com',
      hasAutoReplies: options.sieve !== undefined,
    };
  });
});
