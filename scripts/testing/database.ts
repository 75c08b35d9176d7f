import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, inject } from 'vitest';
import { createDatabase, type Database } from '@/lib/db/client';

export type TestDatabase = {
  /** Connected as the application's role, as console and engine are. */
  db: Database;
  url: string;
  /** Connects as the role that owns the tables, for what the application may not do. */
  ownerUrl: string;
};

/**
 * Gives a test file a migrated database of its own, dropped when the file is through.
 *
 * @example const { db } = await useDatabase(); // at the top of the file
 */
export async function useDatabase(): Promise<TestDatabase> {
  const server = inject('testServer');
  const name = `mobileadmin_test_${randomBytes(8).toString('hex')}`;
  await execute(server.ownerUrl, `CREATE DATABASE ${name} TEMPLATE ${server.template}`);

  const ownerUrl = new URL(server.ownerUrl);
  ownerUrl.pathname = `/${name}`;
  const url = new URL(ownerUrl);
  url.username = server.applicationRole;
  url.password = server.applicationPassword;
  const { db, close } = createDatabase(url.href, { max: 10 });

  afterAll(async () => {
    await close();
    await execute(server.ownerUrl, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  return { db, url: url.href, ownerUrl: ownerUrl.href };
}

/** Runs one statement on a connection of its own. */
export async function execute(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // The caller knows what it asked for; rows are plain objects in any case.
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
