import { z } from 'zod';
import { DomainError, errorCatalog, type ErrorDetails } from '@/lib/errors/domain-error';
import { explainFault } from '../start/explain-fault';
import { AdminError } from './admin-error';
import { PolicyFileError, type FileProblem } from './policy-file-error';

/** What went wrong, for people and for programs. */
export type Complaint = {
  code: string;
  message: string;
  details?: ErrorDetails;
  /** Of a file: what is wrong where. */
  problems?: readonly FileProblem[];
};

/** Where the catalogue's title is not all that can be said. */
const sentences: Partial<Record<DomainError['code'], (details: ErrorDetails) => string>> = {
  command_not_cancellable: ({ deliveredAt, deliveredAddress }) =>
    `Too late: the device was given the command at ${deliveredAt ?? 'an unknown time'}` +
    `${deliveredAddress === null ? '' : `, at ${deliveredAddress}`}; it cannot be cancelled any more.`,
  policy_changed_meanwhile: () =>
    'Nothing was done: the policies, or the file, have changed since the plan was made. Plan again.',
  command_already_open: ({ queuedBy, queuedAt }) =>
    queuedBy === undefined
      ? 'The device already has an open command.'
      : `The device already has an open command, queued by ${queuedBy} at ${queuedAt}.`,
};

/** One sentence for what can be expected, everything for what cannot. */
export function explainError(error: unknown): Complaint {
  if (error instanceof DomainError) {
    const { code, details } = error;
    const message = sentences[code]?.(details) ?? `${errorCatalog[code].title}.`;
    return { code, message, details };
  }
  if (error instanceof z.ZodError) return { code: 'usage', message: error.issues.map(describeIssue).join('\n') };
  if (error instanceof PolicyFileError) {
    return { code: 'file_invalid', message: error.message, problems: error.problems };
  }
  if (error instanceof AdminError) return { code: 'not_done', message: error.message };
  const fault = error instanceof Error ? error : new Error(String(error));
  return { code: 'internal_error', message: explainDatabase(fault) ?? explainFault(fault) };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0] ?? '');
  const option = name === 'operand' ? 'The word after the command' : name === '' ? '' : `--${name}`;
  if (issue.code === 'invalid_type' && issue.input === undefined) return `${option} must be given.`;
  return `${option === '' ? '' : `${option}: `}${issue.message}`;
}

/** What Prisma reports when the database is not there, or is not ours. */
function explainDatabase(error: Error): string | undefined {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'P2021' || code === 'P2022') {
    return 'The database has not been brought to this version of Mobileadmin yet; start it once with "npm start".';
  }
  if (['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'ECONNREFUSED', 'ECONNRESET', '57P01'].includes(code)) {
    return 'The connection to the database was lost; look with "history export" or "device show" whether it was done.';
  }
  return undefined;
}
