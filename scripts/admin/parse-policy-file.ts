import type { z } from 'zod';
import { PolicySet, type PolicySetProblem } from '@/lib/domain/policy-sets/contract';
import { parseYaml, type Path } from './parse-yaml';
import { PolicyFileError, type FileProblem } from './policy-file-error';

/** As large as the largest export is likely to be. */
export const POLICY_FILE_LIMIT_BYTES = 1_048_576;

export type PolicyFile = {
  set: PolicySet;
  /** What planning refuses, with the place in the file. */
  refuse: (problems: readonly PolicySetProblem[]) => PolicyFileError;
};

/**
 * Reads a set of policies from YAML, by the same rules as the API.
 *
 * @param source name of the file in what is said about it
 * @throws PolicyFileError with line, column and path of everything that is wrong
 */
export function parsePolicyFile(bytes: Uint8Array, source: string): PolicyFile {
  const yaml = parseYaml(decode(bytes, source));
  const { positionOf } = yaml;
  if ('problems' in yaml) {
    const problems = yaml.problems.map(({ offset, message }) => ({ ...positionOf(offset), path: '', message }));
    throw new PolicyFileError(source, problems);
  }
  const problemAt = (path: Path, message: string): FileProblem => ({
    ...(path.length === 0 ? { line: null, column: null } : positionOf(yaml.offsetOf(path))),
    path: spell(path),
    message,
  });
  const { data, error } = PolicySet.safeParse(yaml.value, { reportInput: true });
  if (error) {
    const problems = error.issues.flatMap((issue) =>
      pathsOf(issue).map((path) => problemAt(path, describeIssue(issue))),
    );
    throw new PolicyFileError(source, problems.toSorted(byPosition));
  }
  return {
    set: data,
    refuse: (problems) =>
      new PolicyFileError(
        source,
        problems.map((problem) => problemAt(problem.path, sentences[problem.code](problem.name))),
      ),
  };
}

const sentences: Record<PolicySetProblem['code'], (name: string) => string> = {
  group_unknown: (name) => `There is no group "${name}"; add it in the console first`,
  mailbox_unknown: (name) => `There is no mailbox "${name}"; it is known once a phone has signed in to it`,
  default_unknown: (name) => `There is no policy "${name}", neither here nor saved`,
  deleted_is_default: (name) => `"${name}" is to be deleted, but is the default policy; make another one the default`,
  deleted_in_use: (name) => `"${name}" is to be deleted, but is assigned; give its groups and mailboxes another policy`,
};

function decode(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new PolicyFileError(source, [{ line: null, column: null, path: '', message: 'The text is not UTF-8' }]);
  }
}

/** Keys that nobody knows are named each, at their place. */
function pathsOf(issue: z.core.$ZodIssue): Path[] {
  // The path of a value that was read from YAML has no symbols.
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return 'Nothing is known by this name here';
  const isValueWrong = issue.code === 'invalid_type' || issue.code === 'invalid_value';
  if (isValueWrong && issue.input === undefined) return 'Must be given';
  return issue.message;
}

/** `policies[0].settings.AllowCamera`, as people write it. */
function spell(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

const byPosition = (a: FileProblem, b: FileProblem): number =>
  (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
