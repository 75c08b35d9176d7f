import { migrationsFolder, readMigrations, readSchema } from './migration-files';
import { NO_FILTERS, withSchemaEngine } from './schema-engine';

/**
 * The SQL that leads from what the migrations make to what the Prisma schema describes. The migrations are played in a
 * shadow database, which is dropped again.
 *
 * @param url a role that may create databases
 * @returns null if they agree
 */
export async function diffSchema(url: string, folder = migrationsFolder): Promise<string | null> {
  const result = await withSchemaEngine(url, (engine) =>
    engine.diff({
      from: { tag: 'migrations', ...readMigrations(folder) },
      to: { tag: 'schemaDatamodel', ...readSchema() },
      script: true,
      exitCode: true,
      filters: NO_FILTERS,
    }),
  );
  const isEmpty = result.exitCode === 0;
  return isEmpty ? null : (result.stdout ?? '');
}
