import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment, over the values of `.env` in the folder, if there is one. */
export function readEnvironment(folder = process.cwd()): Environment {
  const file = join(folder, '.env');
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return { ...fromFile, ...process.env };
}

/**
 * The environment of a child process: ours without any variable of Mobileadmin, and of those only what it needs.
 *
 * @param own variables of Mobileadmin, by name; undefined ones are left out
 */
export function childEnvironment(allNames: readonly string[], own: Environment = {}): Record<string, string> {
  const inherited = Object.entries(process.env).filter(([name]) => !allNames.includes(name));
  const result: Record<string, string> = {};
  for (const [name, value] of [...inherited, ...Object.entries(own)]) if (value !== undefined) result[name] = value;
  return result;
}

/** The variables of that list that are set. */
export function pickVariables(environment: Environment, names: readonly string[]): Environment {
  return Object.fromEntries(names.map((name) => [name, environment[name]]));
}
