import type { DiagnoseMigrationHistoryOutput, SchemaEngine } from '@prisma/schema-engine-wasm';
import { Client } from 'pg';
import { grantApplication } from './grant-application';
import { MigrationError } from './migration-error';
import { migrationsFolder, readMigrations } from './migration-files';
import { NO_FILTERS, withSchemaEngine } from './schema-engine';

/** Any number that nothing else in the database locks; the engine's own lock is another one and is not waited for. */
const LOCK = 0x6d6f_6261;

export type MigrateOptions = {
  /** Role that owns the tables. */
  ownerUrl: string;
  /** Role that console and engine connect as; null when it is the owner itself. */
  applicationRole: string | null;
  folder?: string;
};

/**
 * Brings the database to the state of the migrations, then gives the application's role its rights. Two starts at once
 * wait for each other.
 *
 * @returns names of the migrations applied now, oldest first
 * @throws MigrationError if an applied migration was changed, one has failed, or the database is newer than this version
 */
export async function applyMigrations(options: MigrateOptions): Promise<string[]> {
  const { ownerUrl, applicationRole, folder = migrationsFolder } = options;
  const owner = new Client({ connectionString: ownerUrl });
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    await owner.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const applied = await withSchemaEngine(ownerUrl, (engine) => applyWith(engine, folder));
    if (applicationRole !== null) await grantApplication(owner, applicationRole);
    return applied;
  } finally {
    await owner.end(); // and with it the lock
  }
}

/**
 * Lets a failed migration be tried again, after whatever it had done was undone. PostgreSQL undoes a failed script by
 * itself, unless the script commits on its own.
 */
export async function forgetFailedMigration(ownerUrl: string, migrationName: string): Promise<void> {
  await withSchemaEngine(ownerUrl, (engine) => engine.markMigrationRolledBack({ migrationName }));
}

async function applyWith(engine: SchemaEngine, folder: string): Promise<string[]> {
  const migrationsList = readMigrations(folder);
  const diagnosis = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters: NO_FILTERS,
  });
  const complaint = complain(diagnosis);
  if (complaint) throw new MigrationError(complaint);
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
    return appliedMigrationNames;
  } catch (cause) {
    throw new MigrationError(explain(cause), { cause });
  }
}

function complain(diagnosis: DiagnoseMigrationHistoryOutput): string | null {
  const { editedMigrationNames: edited, failedMigrationNames: failed, history } = diagnosis;
  if (failed.length > 0) {
    return `Migration ${list(failed)} failed in an earlier run; mend the cause, then run: npm run db:migrate -- --retry ${failed[0]}`;
  }
  if (edited.length > 0) {
    return `Migration ${list(edited)} was changed after it had been applied to this database; restore its file and make the change as a new migration.`;
  }
  if (history && 'unpersistedMigrationNames' in history) {
    return `The database has migrations that this version of Mobileadmin does not know (${list(history.unpersistedMigrationNames)}); start the version that made them, or a newer one.`;
  }
  return null;
}

/** The engine names the migration in its trace and the reason in its message. */
function explain(error: unknown): string {
  const [words = '', trace = ''] = String(error instanceof Error ? error.message : error).split(/\n\s+0: /);
  const name = /migration_name="([^"]+)"/.exec(trace)?.[1] ?? 'A migration';
  return `${name} failed: ${words.trim().split('\n').at(-1)}`;
}

const list = (names: string[]) => names.join(', ');
