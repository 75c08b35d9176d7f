import { ImapFlow, type ImapFlowError, type ImapFlowOptions } from 'imapflow';
import type { ImapServer } from './imap-url';
import { refusalLogger } from './refusal';
import { BackendUnavailable, FolderProblem } from '@/engine/backends/contract';
import type { ServerObserver } from '@/engine/backends/server-observer';
import { tlsOptions } from '@/engine/backends/tls-options';

const CONNECT_TIMEOUT_MS = 10_000;
/** No phone waits longer for an answer. */
const SILENCE_MS = 60_000;
const LITERAL_BYTES = 64 * 1024 * 1024;
/** Response codes by which a server says that it, not the password, is the reason (RFC 5530). */
const notThePassword = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CONTACTADMIN', 'OVERQUOTA']);

export type Login = { readonly user: string; readonly password: string; readonly clientAddress: string | null };

/** Whose fault it is that there is no connection: of everybody's server, or of what this one user may have of it. */
export class ConnectionRefused extends BackendUnavailable {
  constructor(
    readonly scope: 'server' | 'user',
    options: ErrorOptions,
  ) {
    super('The mail server gives no connection', options);
  }
}

export type ConnectionOptions = {
  readonly server: ImapServer;
  /** PEM, beside those that this machine trusts. */
  readonly certificateAuthorities: readonly string[];
  readonly observer?: ServerObserver;
};

/**
 * Connects and signs in.
 *
 * @returns null if the server refuses name or password
 * @throws ConnectionRefused
 */
export async function openConnection(
  { server, certificateAuthorities }: ConnectionOptions,
  login: Login,
  options: ImapFlowOptions & { signal: AbortSignal },
): Promise<ImapFlow | null> {
  const { signal, ...own } = options;
  signal.throwIfAborted();
  const { logger, attach } = refusalLogger();
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    doSTARTTLS: server.tls === 'implicit' ? undefined : server.tls === 'starttls',
    tls: tlsOptions(certificateAuthorities),
    auth: { user: login.user, pass: login.password },
    logger,
    // Before LOGIN, so that the server logs and throttles the phone and not the engine.
    clientInfo: {
      name: 'Mobileadmin',
      version: false,
      vendor: false,
      'support-url': false,
      ...(login.clientAddress !== null && { 'x-originating-ip': login.clientAddress }),
    },
    disableBinary: true,
    // A watch is held for hours: what compression keeps in memory for it is many times what it saves.
    disableCompression: true,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_MS,
    maxLiteralSize: LITERAL_BYTES,
    maxResponseSize: 2 * LITERAL_BYTES,
    ...own,
  });
  attach(client);
  // Without a listener a broken connection would end the process; the pending command is rejected as well.
  client.on('error', () => undefined);
  const abort = () => client.close();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await client.connect();
    return client;
  } catch (cause) {
    client.close();
    signal.throwIfAborted();
    if (isRefusedPassword(cause)) return null;
    throw new ConnectionRefused(scopeOf(cause), { cause });
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function isRefusedPassword(error: unknown): boolean {
  if (!(error instanceof Error) || !('authenticationFailed' in error) || !error.authenticationFailed) return false;
  const code = 'serverResponseCode' in error ? String(error.serverResponseCode) : '';
  return !notThePassword.has(code);
}

/** A server that has got as far as to judge the user works for others. */
function scopeOf(error: unknown): 'server' | 'user' {
  if (!(error instanceof Error)) return 'server';
  // imapflow writes these onto its errors; either may be missing.
  const { authenticationFailed, serverResponseCode } = error as ImapFlowError;
  return authenticationFailed || serverResponseCode === 'LIMIT' || serverResponseCode === 'INUSE' ? 'user' : 'server';
}

/** Whatever an IMAP command threw, as the contract has it. Messages of the server are not passed on. */
export function unavailable(cause: unknown): BackendUnavailable | FolderProblem {
  if (cause instanceof BackendUnavailable || cause instanceof FolderProblem) return cause;
  return new BackendUnavailable('The mail server failed', { cause });
}
