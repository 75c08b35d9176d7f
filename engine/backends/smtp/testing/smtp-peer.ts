import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A message that a server was given. */
export type TakenMessage = {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly user: string | null;
  readonly isEncrypted: boolean;
};

export type SmtpPeer = {
  readonly port: number;
  readonly taken: readonly TakenMessage[];
  stop(): Promise<void>;
};

/** Answers of a server to what a test sends; none: it takes everything. */
export type PeerAnswers = {
  readonly toSender?: (address: string) => string | null;
  readonly toRecipient?: (address: string) => string | null;
  readonly toMessage?: (raw: Buffer) => string | null;
  /** What it waits for when it has read a message: before it takes it, and again before it says that it has. */
  readonly holdBack?: (moment: 'read' | 'taken') => Promise<void>;
  /** True: the password is right. */
  readonly toPassword?: (user: string, password: string) => boolean;
};

/** A mail system on a free port of the loopback interface, the other side for tests; it delivers nothing anywhere. */
export async function startSmtpPeer(answers: PeerAnswers = {}, options: SMTPServerOptions = {}): Promise<SmtpPeer> {
  const taken: TakenMessage[] = [];
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, done) => {
      if (answers.toPassword?.(username ?? '', password ?? '') ?? true) done(null, { user: username });
      else done(refusal('535 5.7.8 no'));
    },
    onMailFrom: ({ address }, _session, done) => done(refusal(answers.toSender?.(address) ?? null)),
    onRcptTo: ({ address }, _session, done) => done(refusal(answers.toRecipient?.(address) ?? null)),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      const take = async () => {
        const raw = Buffer.concat(chunks);
        const answer = refusal(answers.toMessage?.(raw) ?? null);
        if (answer) return done(answer);
        await answers.holdBack?.('read');
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw,
          user: typeof session.user === 'string' ? session.user : null,
          isEncrypted: session.secure,
        });
        await answers.holdBack?.('taken');
        return done();
      };
      stream.on('end', () => void take());
    },
    ...options,
  });
  server.on('error', () => undefined); // of single connections, which clients under test break
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  // A server that listens on TCP has an address of this form.
  const { port } = server.server.address() as AddressInfo;
  return { port, taken, stop: () => new Promise((resolve) => server.close(resolve)) };
}

/** An answer of the server, e.g. `550 5.1.1 no such user`. */
function refusal(answer: string | null): Error | null {
  if (answer === null) return null;
  return Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) });
}
