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
 * The environment of a child process: ours without the named variables, and over it what is the child's own.
 *
 * @param own undefined values are left out
 */
export function childEnvironment(
  mode: 'production' | 'development',
  without: readonly string[],
  own: Environment = {},
): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !without.includes(name));
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries([...inherited, ...given]), NODE_ENV: mode };
}

/** The variables of that list that are set. */
export function pickVariables(environment: Environment, names: readonly string[]): Environment {
  return Object.fromEntries(names.map((name) => [name, environment[name]]));
}
