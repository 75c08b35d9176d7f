import { refusalOf } from './refusal';
import { SmtpSession } from './smtp-session';
import type { SmtpServer } from './smtp-url';
import { CircuitBreaker } from '@/engine/backends/circuit-breaker';
import { ConnectionSlots } from '@/engine/backends/connection-slots';
import { type Account, BackendUnavailable, type OutgoingMessage, SendRefused } from '@/engine/backends/contract';
import { type ServerObserver, serverProblemOf } from '@/engine/backends/server-observer';
import type { Logger } from '@/lib/log/logger';

const LIMITS = { perMailbox: 3, total: 100 };

export type MailSenderOptions = {
  /** Null: there is no server to send by. */
  readonly server: SmtpServer | null;
  /** PEM, beside those that this machine trusts. */
  readonly certificateAuthorities: readonly string[];
  readonly log: Logger;
  readonly observer?: ServerObserver;
};

/** Hands messages to an SMTP server, signed in as the owner of the mailbox where the server takes sign-ins. */
export class MailSender {
  private readonly breaker = new CircuitBreaker();
  private readonly slots = new ConnectionSlots(LIMITS, () => false);
  private hasComplained = false;

  constructor(private readonly options: MailSenderOptions) {}

  /**
   * Sends to all recipients or to none.
   *
   * @returns once the server has taken the message
   * @throws SendRefused; BackendUnavailable
   */
  async send(account: Account, message: OutgoingMessage, signal: AbortSignal): Promise<void> {
    const { server } = this.options;
    if (!server) throw this.complain();
    if (message.recipients.length === 0) throw new SendRefused('recipients');
    await this.slots.acquire(account.mailbox, signal);
    try {
      this.breaker.check();
      await this.sendBy(server, { account, message, signal });
    } finally {
      this.slots.release(account.mailbox);
    }
  }

  private async sendBy(
    server: SmtpServer,
    { account, message, signal }: { account: Account; message: OutgoingMessage; signal: AbortSignal },
  ): Promise<void> {
    const session = new SmtpSession(server, this.options.certificateAuthorities);
    const abort = () => session.close();
    signal.addEventListener('abort', abort, { once: true });
    try {
      signal.throwIfAborted();
      await session.connect();
      this.breaker.succeeded();
      await session.signIn(account);
      this.options.observer?.succeeded();
      await session.send(message);
    } catch (error) {
      if (!session.isConnected) this.note(signal);
      if (!session.isSignedIn && !signal.aborted) this.observe(error);
      signal.throwIfAborted();
      throw refusalOf(error);
    } finally {
      signal.removeEventListener('abort', abort);
      session.close();
    }
  }

  /** A password that is refused for good is the owner's: the server works. */
  private observe(error: unknown): void {
    const isOwners = error instanceof SendRefused || refusalOf(error) instanceof SendRefused;
    if (isOwners) this.options.observer?.succeeded();
    else this.options.observer?.failed(serverProblemOf(error), error);
  }

  private note(signal: AbortSignal): void {
    if (signal.aborted) this.breaker.gaveUp();
    else this.breaker.failed();
  }

  private complain(): BackendUnavailable {
    if (!this.hasComplained) this.options.log.error('A phone sends mail, but SMTP_URL is not set: nothing can be sent');
    this.hasComplained = true;
    return new BackendUnavailable('There is no server to send by');
  }
}
