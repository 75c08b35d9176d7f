import { z } from 'zod';
import { ConfigError } from './config-error';
import type { Environment } from './environment';
import { rulesFor } from './rules';
import type { Variables } from './variables';

/**
 * Validates the variables of a process and what they have to agree on, all at once.
 *
 * @throws ConfigError with every complaint, not only the first
 */
export function readVariables<Shape extends z.core.$ZodShape>(
  shape: Shape,
  environment: Environment,
): Readonly<z.output<z.ZodObject<Shape>>> {
  const names = new Set(Object.keys(shape));
  // An empty value means "not set": that is what `NAME=` in a file and in a unit of systemd is meant as.
  const given = Object.fromEntries(Object.entries(environment).filter(([name, value]) => names.has(name) && value));
  const result = z.object(shape).safeParse(given);
  const complaints = result.success ? [] : result.error.issues.map(describe);
  const wrong = new Set(result.success ? [] : result.error.issues.map((issue) => issue.path[0]));

  // Rules see what could be read; those about a variable that is wrong by itself wait for the next attempt.
  const values = result.success ? result.data : readEach(shape, given);
  for (const {
    names: [name, ...others],
    isMet,
    complaint,
  } of rulesFor(names)) {
    if ([name, ...others].some((concerned) => wrong.has(concerned))) continue;
    // `rulesFor` only gives rules whose variables are all part of this shape, and these are valid.
    if (!isMet(values as unknown as Variables)) complaints.push(`${name} ${complaint}`);
  }
  if (!result.success || complaints.length > 0) throw new ConfigError(complaints);
  return Object.freeze(result.data);
}

function describe(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0]);
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  return `${name} ${isMissing ? 'must be set' : issue.message}`;
}

function readEach(shape: z.core.$ZodShape, given: Environment): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => {
      const result = z.safeParse(schema, given[name]);
      return [name, result.success ? result.data : undefined];
    }),
  );
}
