import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationList, SchemasContainer } from '@prisma/schema-engine-wasm';

const prismaFolder = fileURLToPath(new URL('../../prisma', import.meta.url));

/** Where migrations are kept, in Prisma's layout: `<timestamp>_<name>/migration.sql`. */
export const migrationsFolder = join(prismaFolder, 'migrations');

/** All migrations of a folder, oldest first, as the schema engine takes them. */
export function readMigrations(folder = migrationsFolder): MigrationList {
  const lockPath = join(folder, 'migration_lock.toml');
  const names = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: existsSync(lockPath) ? readFileSync(lockPath, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: names
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
      .map((name) => ({ path: name, migrationFile: { path: 'migration.sql', content: readScript(folder, name) } })),
  };
}

/** The Prisma schema, one file per area. */
export function readSchema(): SchemasContainer {
  const folder = join(prismaFolder, 'schema');
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.prisma'))
    .sort();
  return {
    files: names.map((name) => ({ path: join(folder, name), content: readFileSync(join(folder, name), 'utf8') })),
  };
}

function readScript(folder: string, name: string) {
  const path = join(folder, name, 'migration.sql');
  if (!existsSync(path)) return { tag: 'error' as const, value: `${path} is missing` };
  return { tag: 'ok' as const, value: readFileSync(path, 'utf8') };
}
