import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpServer } from './smtp-url';
import { type Account, type OutgoingMessage, SendRefused } from '@/engine/backends/contract';
import { tlsOptions } from '@/engine/backends/tls-options';
import { resolveUserName } from '@/engine/backends/user-name';

const CONNECT_TIMEOUT_MS = 10_000;
/** A mail system may think long about a message: it is filtered before it is taken. */
const SILENCE_MS = 60_000;

/** One connection, for one message. */
export class SmtpSession {
  isConnected = false;
  /** Also true if the server takes mail without. */
  isSignedIn = false;
  private readonly connection: SMTPConnection;
  private broken: Error | null = null;
  private onBroken: (error: Error) => void = () => undefined;

  constructor(
    private readonly server: SmtpServer,
    certificateAuthorities: readonly string[],
  ) {
    this.connection = new SMTPConnection({
      host: server.host,
      port: server.port,
      secure: server.tls === 'implicit',
      requireTLS: server.tls === 'starttls',
      ignoreTLS: server.tls === 'none',
      tls: tlsOptions(certificateAuthorities),
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      dnsTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_MS,
      logger: false,
    });
    // What breaks between two steps fails the next one.
    const breaks = (error: Error) => {
      this.broken ??= error;
      this.onBroken(error);
    };
    this.connection.on('error', breaks);
    this.connection.on('end', () => breaks(new Error('The connection ended')));
  }

  async connect(): Promise<void> {
    await this.step((done) => this.connection.connect(done));
    this.isConnected = true;
  }

  async signIn(account: Pick<Account, 'credentials'>): Promise<void> {
    if (this.server.signsIn && this.connection.allowsAuth) await this.login(account);
    this.isSignedIn = true;
  }

  private async login({ credentials }: Pick<Account, 'credentials'>): Promise<void> {
    const name = resolveUserName(credentials.username, this.server);
    if (!name) throw new SendRefused('sender');
    await this.step((done) => this.connection.login({ user: name.login, pass: credentials.password }, done));
  }

  async send({ raw, sender, recipients }: OutgoingMessage): Promise<void> {
    const envelope = { from: sender, to: [...recipients], size: raw.length, use8BitMime: hasEightBits(raw) };
    // The server is given the message once it has judged all recipients, and nothing if it refused one: whoever is told
    // that a message was not sent will send it again.
    const { connection } = this;
    const refused: Error[] = [];
    const content = Readable.from(
      (function* () {
        refused.push(...refusedRecipients(connection));
        if (refused.length > 0) throw new Error('A recipient was refused');
        yield raw;
      })(),
    );
    try {
      await this.step((done) => connection.send(envelope, content, done));
    } catch (error) {
      // A permanent refusal says more than one for now.
      throw refused.find((one) => 'permanent' in one && one.permanent) ?? refused[0] ?? error;
    }
  }

  close(): void {
    this.connection.close();
  }

  private step(run: (done: (error?: Error | null) => void) => void): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      if (this.broken) {
        reject(this.broken);
        return;
      }
      this.onBroken = reject;
      run((error) => (error ? reject(error) : resolve()));
    });
  }
}

function hasEightBits(raw: Buffer): boolean {
  for (let index = 0; index < raw.length; index += 1) if ((raw[index] ?? 0) > 127) return true;
  return false;
}

/** nodemailer tells of refused recipients only after the others got the message; until then they are in its envelope. */
function refusedRecipients(connection: SMTPConnection): Error[] {
  const { _envelope }: { _envelope?: unknown } = connection as object;
  const errors =
    typeof _envelope === 'object' && _envelope && 'rejectedErrors' in _envelope && _envelope.rejectedErrors;
  return Array.isArray(errors) ? errors.filter((error) => error instanceof Error) : [];
}
