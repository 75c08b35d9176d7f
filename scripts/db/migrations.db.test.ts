import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { execute } from '../testing/database';
import { applyMigrations, forgetFailedMigration } from './apply-migrations';
import { diffSchema } from './diff-schema';
import { migrationsFolder } from './migration-files';

const server = inject('testServer');
const leftovers: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const clean of leftovers.splice(0).reverse()) await clean();
});

async function emptyDatabase(): Promise<string> {
  const name = `mobileadmin_migrate_${randomBytes(6).toString('hex')}`;
  await execute(server.ownerUrl, `CREATE DATABASE ${name} TEMPLATE template0`);
  leftovers.push(() => execute(server.ownerUrl, `DROP DATABASE ${name} WITH (FORCE)`));
  const url = new URL(server.ownerUrl);
  url.pathname = `/${name}`;
  return url.href;
}

function copyOfMigrations(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mobileadmin-migrations-'));
  leftovers.push(() => rmSync(folder, { recursive: true }));
  cpSync(migrationsFolder, folder, { recursive: true });
  return folder;
}

function addMigration(folder: string, name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

const migrate = (ownerUrl: string, folder = migrationsFolder) =>
  applyMigrations({ ownerUrl, folder, applicationRole: server.applicationRole });

describe('migrations', () => {
  it('make exactly what the schema describes', async () => {
    expect(await diffSchema(server.ownerUrl)).toBeNull();
  });

  it('are found wanting when the schema has something that they do not make', async () => {
    const folder = copyOfMigrations();
    addMigration(folder, '20990101000000_drop', 'ALTER TABLE "device" DROP COLUMN "mobile_operator";');
    expect(await diffSchema(server.ownerUrl, folder)).toContain('ADD COLUMN     "mobile_operator" TEXT');
  });

  it('leave no shadow database behind', async () => {
    await diffSchema(server.ownerUrl);
    const rows = await execute(server.ownerUrl, `SELECT datname FROM pg_database WHERE datname LIKE '%shadow%'`);
    expect(rows).toEqual([]);
  });

  it('are kept in the table that `prisma migrate deploy` reads, with its checksums', async () => {
    const url = await emptyDatabase();
    const names = readdirSync(migrationsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(await migrate(url)).toEqual(names.map((entry) => entry.name).sort());
    const rows = await execute(
      url,
      `SELECT migration_name, applied_steps_count FROM _prisma_migrations
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL AND checksum ~ '^[0-9a-f]{64}$' ORDER BY migration_name`,
    );
    expect(rows).toEqual(names.map((entry) => ({ migration_name: entry.name, applied_steps_count: 1 })));
  });

  it('are applied once when two starts race', async () => {
    const url = await emptyDatabase();
    const results = await Promise.all([migrate(url), migrate(url)]);
    expect(results.filter((names) => names.length > 0)).toHaveLength(1);
  });

  it('are refused when an applied one was changed', async () => {
    const url = await emptyDatabase();
    const folder = copyOfMigrations();
    addMigration(folder, '20990101000000_later', 'CREATE TABLE "later" ("id" INT);');
    await migrate(url, folder);
    addMigration(folder, '20990101000000_later', 'CREATE TABLE "later" ("id" BIGINT);');
    await expect(migrate(url, folder)).rejects.toThrow(
      /^Migration 20990101000000_later was changed after it had been applied/,
    );
  });

  it('leave nothing of one that fails, name it at the next start, and can be retried', async () => {
    const url = await emptyDatabase();
    const folder = copyOfMigrations();
    addMigration(folder, '20990101000000_broken', 'CREATE TABLE "half" ("id" INT); SELECT 1 / 0;');
    await expect(migrate(url, folder)).rejects.toThrow(/20990101000000_broken[^]*division by zero/);
    expect(await execute(url, `SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
    await expect(migrate(url, folder)).rejects.toThrow(/^Migration 20990101000000_broken failed in an earlier run/);

    addMigration(folder, '20990101000000_broken', 'CREATE TABLE "half" ("id" INT);');
    await forgetFailedMigration(url, '20990101000000_broken');
    expect(await migrate(url, folder)).toEqual(['20990101000000_broken']);
  });

  it('are refused when the database is newer than this version', async () => {
    const url = await emptyDatabase();
    const newer = copyOfMigrations();
    addMigration(newer, '20990101000000_newer', 'CREATE TABLE "newer" ("id" INT);');
    await migrate(url, newer);
    await expect(migrate(url)).rejects.toThrow(/does not know \(20990101000000_newer\)/);
  });
});
