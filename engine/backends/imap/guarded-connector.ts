import type { ImapFlow, ImapFlowOptions } from 'imapflow';
import { type ConnectionOptions, ConnectionRefused, openConnection } from './connection';
import { resolveUserName } from '@/engine/backends/user-name';
import { serverProblemOf } from '@/engine/backends/server-observer';
import { CircuitBreaker } from '@/engine/backends/circuit-breaker';
import type { Credentials } from '@/engine/backends/contract';

const USER_LIMIT = 10_000;

/** Opens connections, and does not hammer a server that fails or says that a user has too many of them. */
export class GuardedConnector {
  private readonly server = new CircuitBreaker();
  private readonly users = new Map<string, CircuitBreaker>();

  constructor(private readonly options: ConnectionOptions) {}

  /**
   * @returns null if the server refuses name or password
   * @throws BackendUnavailable
   */
  async connect(
    credentials: Credentials,
    options: ImapFlowOptions & { signal: AbortSignal },
  ): Promise<ImapFlow | null> {
    const name = resolveUserName(credentials.username, this.options.server);
    if (!name || credentials.password === '') return null;
    const user = this.users.get(name.mailbox);
    user?.check();
    this.server.check();
    const { password, clientAddress = null } = credentials;
    try {
      const client = await openConnection(this.options, { user: name.login, password, clientAddress }, options);
      this.server.succeeded();
      this.options.observer?.succeeded();
      if (client) this.users.delete(name.mailbox);
      return client;
    } catch (error) {
      if (!(error instanceof ConnectionRefused)) {
        this.server.gaveUp();
        user?.gaveUp();
      } else if (error.scope === 'server') {
        this.server.failed();
        this.options.observer?.failed(serverProblemOf(error.cause), error.cause);
      } else {
        this.server.succeeded();
        this.observeRefusal(error);
        this.refused(name.mailbox);
      }
      throw error;
    }
  }

  /** One user too many is no trouble of the server; that it cannot look up any is. */
  private observeRefusal({ cause }: ConnectionRefused): void {
    const code = cause instanceof Error && 'serverResponseCode' in cause ? cause.serverResponseCode : null;
    if (code === 'UNAVAILABLE' || code === 'SERVERBUG') this.options.observer?.failed('sign_in_refused', cause);
    else this.options.observer?.succeeded();
  }

  private refused(mailbox: string): void {
    const breaker = this.users.get(mailbox) ?? new CircuitBreaker();
    breaker.failed();
    this.users.delete(mailbox);
    this.users.set(mailbox, breaker);
    const oldest = this.users.size > USER_LIMIT ? this.users.keys().next().value : undefined;
    if (oldest !== undefined) this.users.delete(oldest);
  }
}
