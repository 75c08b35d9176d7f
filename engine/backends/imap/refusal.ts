import type { ImapFlow, ImapFlowError, Logger } from 'imapflow';
import { FolderProblem, type FolderProblemCode } from '@/engine/backends/contract';

// imapflow answers `false` where a server refused a command, and tells its logger why. This logger keeps the reason of
// the last refusal and writes nothing anywhere: an IMAP log knows user names and mail.

const lastRefusals = new WeakMap<ImapFlow, { error: ImapFlowError | null }>();

/** A logger for a connection that remembers why its last command was refused, and what connects it to the client. */
export function refusalLogger(): { logger: Logger; attach: (client: ImapFlow) => void } {
  const last: { error: ImapFlowError | null } = { error: null };
  const nothing = () => undefined;
  const warn = (entry: unknown) => {
    if (typeof entry === 'object' && entry !== null && 'err' in entry && entry.err instanceof Error)
      last.error = entry.err;
  };
  // imapflow writes out every response for a logger that does not say what it leaves aside.
  const isLevelEnabled = (level: string) => level === 'warn';
  const logger = { trace: nothing, debug: nothing, info: nothing, warn, error: nothing, isLevelEnabled };
  return { logger, attach: (client) => void lastRefusals.set(client, last) };
}

/** Why the command was refused whose answer was `false`. */
export function refusalOf(client: ImapFlow): Error {
  return lastRefusals.get(client)?.error ?? new Error('The mail server refused a command without a reason');
}

/** Response codes (RFC 5530, RFC 9208) by what they mean here; whatever is not listed is no refusal for good. */
const problems: Readonly<Record<string, FolderProblemCode>> = {
  NONEXISTENT: 'missing',
  TRYCREATE: 'missing',
  ALREADYEXISTS: 'exists',
  OVERQUOTA: 'quota',
  APPENDLIMIT: 'quota',
  TOOBIG: 'quota',
  NOPERM: 'refused',
  CANNOT: 'refused',
  'READ-ONLY': 'refused',
  HASCHILDREN: 'refused',
};
const temporary = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'EXPIRED', 'THROTTLED']);

/**
 * What a refusal of the server means.
 *
 * @param otherwise what a plain NO without a code means; null: that the server does not work properly
 * @returns null if it says nothing about the folder
 */
export function problemOf(error: unknown, otherwise: FolderProblemCode | null = null): FolderProblem | null {
  if (error instanceof FolderProblem) return error;
  if (!(error instanceof Error)) return null;
  // imapflow writes these onto the errors of commands; every one of them may be missing.
  const { serverResponseCode, mailboxMissing, responseStatus, code } = error as ImapFlowError;
  if (mailboxMissing || code === 'NotFound') return new FolderProblem('missing', { cause: error });
  const known = problems[serverResponseCode ?? ''];
  if (known) return new FolderProblem(known, { cause: error });
  const isFinal = responseStatus === 'NO' && !temporary.has(serverResponseCode ?? '') && code !== 'ETHROTTLE';
  return isFinal && otherwise ? new FolderProblem(otherwise, { cause: error }) : null;
}
