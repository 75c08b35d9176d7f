import { AdminError } from './admin-error';
import { printable } from './render';

/** What is wrong, and where; line and column count from 1 and are null where no place is to blame. */
export type FileProblem = { line: number | null; column: number | null; path: string; message: string };

const SHOWN = 20;

/** The file cannot be applied. */
export class PolicyFileError extends AdminError {
  constructor(
    source: string,
    readonly problems: readonly FileProblem[],
  ) {
    super(describe(source, problems));
  }
}

function describe(source: string, problems: readonly FileProblem[]): string {
  const lines = problems.slice(0, SHOWN).map(({ line, column, path, message }) => {
    const place = line === null ? source : `${source}:${line}:${column}`;
    return printable(`${place}: ${path === '' ? '' : `${path}: `}${message}.`);
  });
  const more = problems.length - lines.length;
  return [...lines, ...(more > 0 ? [`… and ${more} more.`] : []), 'Nothing was changed.'].join('\n');
}
