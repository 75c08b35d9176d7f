import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import type { ImapServer } from './imap-url';
import { BackendUnavailable } from '@/engine/backends/contract';

const CONNECT_TIMEOUT_MS = 10_000;
/** Response codes by which a server says that it, not the password, is the reason (RFC 5530). */
const notThePassword = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CONTACTADMIN', 'OVERQUOTA']);

export type Login = { readonly user: string; readonly password: string };

/**
 * Connects and signs in.
 *
 * @returns null if the server refuses name or password
 * @throws BackendUnavailable
 */
export async function openConnection(
  server: ImapServer,
  login: Login,
  options: ImapFlowOptions & { signal: AbortSignal },
): Promise<ImapFlow | null> {
  const { signal, ...own } = options;
  signal.throwIfAborted();
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    doSTARTTLS: server.tls === 'implicit' ? undefined : server.tls === 'starttls',
    auth: { user: login.user, pass: login.password },
    logger: false, // its log knows user names and mail; ours says what is needed
    clientInfo: { name: 'Mobileadmin' },
    disableBinary: true,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    maxLiteralSize: 64 * 1024 * 1024,
    ...own,
  });
  // Without a listener a broken connection would end the process; the pending command is rejected as well.
  client.on('error', () => undefined);
  const abort = () => client.close();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    signal.throwIfAborted();
    if (isRefusedPassword(error)) return null;
    throw unavailable(error);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function isRefusedPassword(error: unknown): boolean {
  if (!(error instanceof Error) || !('authenticationFailed' in error) || !error.authenticationFailed) return false;
  const code = 'serverResponseCode' in error ? String(error.serverResponseCode) : '';
  return !notThePassword.has(code);
}

/** Whatever an IMAP command threw, as the contract has it. Messages of the server are not passed on. */
export function unavailable(cause: unknown): BackendUnavailable {
  return cause instanceof BackendUnavailable ? cause : new BackendUnavailable('The mail server failed', { cause });
}
