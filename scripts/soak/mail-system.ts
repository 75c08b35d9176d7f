import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { type Dovecot, startDovecot } from '@/engine/backends/imap/testing/dovecot';

export const PASSWORD = 'tulip';
const CONNECTIONS_AT_ONCE = 4;
const SUBJECT = /^Subject: *(.*)$/im;
const MESSAGE_ID = /^Message-ID: *(.*)$/im;

/** How often a letter was handed in, and under which names. */
export type HandedIn = { times: number; readonly messageIds: Set<string> };

/** A Dovecot with its mailboxes, and the mail server that delivers to them. */
export type MailSystem = {
  readonly dovecot: Dovecot;
  readonly smtpPort: number;
  /** By subject: every mail that was taken to be delivered. */
  readonly letters: ReadonlyMap<string, HandedIn>;
  /** Puts a mail into a mailbox. */
  deliver(to: string, raw: Buffer): Promise<void>;
  stop(): Promise<void>;
};

/** Starts both. Mail is delivered by LMTP before its sender is told that it was taken. */
export async function startMailSystem(connections: number): Promise<MailSystem> {
  const dovecot = await startDovecot({ connections, connectionsPerUser: 1000, takesMail: true });
  const local = createTransport({
    host: '127.0.0.1',
    port: dovecot.lmtpPort,
    lmtp: true,
    secure: false,
    ignoreTLS: true,
    pool: true,
    maxConnections: CONNECTIONS_AT_ONCE,
    maxMessages: Number.MAX_SAFE_INTEGER,
  });
  const letters = new Map<string, HandedIn>();
  const deliverTo = async (to: readonly string[], raw: Buffer) => {
    await local.sendMail({ envelope: { from: 'sender@example.com', to: [...to] }, raw });
  };
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onAuth: ({ username }, _session, done) => done(null, { user: username }),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        const raw = Buffer.concat(chunks);
        deliverTo(
          envelope.rcptTo.map(({ address }) => address),
          raw,
        ).then(
          () => {
            note(letters, raw);
            done();
          },
          (cause: unknown) => done(Object.assign(new Error(String(cause)), { responseCode: 451 })),
        );
      });
    },
  });
  server.on('error', () => undefined); // of single connections, whose engine was killed
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  // A server that listens on TCP has an address of this form.
  const { port: smtpPort } = server.server.address() as AddressInfo;
  const stop = async () => {
    await new Promise<void>((resolve) => server.close(resolve));
    local.close();
    await dovecot.stop();
  };
  return { dovecot, smtpPort, letters, deliver: (to, raw) => deliverTo([to], raw), stop };
}

function note(letters: Map<string, HandedIn>, raw: Buffer): void {
  const head = raw.toString('utf8', 0, 8192);
  const subject = SUBJECT.exec(head)?.[1]?.trim() ?? '';
  const letter = letters.get(subject) ?? { times: 0, messageIds: new Set<string>() };
  letter.times += 1;
  letter.messageIds.add(MESSAGE_ID.exec(head)?.[1]?.trim() ?? '');
  letters.set(subject, letter);
}
