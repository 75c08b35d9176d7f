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

/** What a child needs of our environment to run at all (PATH, HOME, locale …), without any of our own variables. */
export function environmentWithout(names: readonly string[]): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !names.includes(name)) inherited[name] = value;
  }
  return inherited;
}
