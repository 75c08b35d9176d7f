import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { StartConfig } from '@/lib/config/start-config';
import { databaseUrls, readCredentials } from '../postgres/credentials';
import { lockFile, lockHolder } from '../processes/folder-lock';
import { migrate, startDatabase } from '../start/database';
import { AdminError } from './admin-error';

// Implementation notes
// - With DATABASE_URL there is nothing to start. Without, the database of DATA_DIR is used: the one that runs, or one
//   started here for the time of the command.
// - `admin.lock` is held by a command that runs the database itself. Other commands wait for it, so that none of them
//   uses a database that another one is about to end. `postgres.lock` without it belongs to a server that stays up.
// - Order: admin.lock, then postgres.lock. `npm start` takes only the second one.

const POLL_MS = 100;
const WAIT_MS = 60_000;

export type OpenDatabase = { url: string; close: () => Promise<void> };
type DatabaseConfig = Pick<StartConfig, 'DATA_DIR' | 'DATABASE_URL' | 'DATABASE_OWNER_URL'>;

/**
 * The database of this installation, whether or not the server runs.
 *
 * @throws AdminError, PostgresError, StartError or MigrationError with one sentence
 */
export async function openDatabase(config: DatabaseConfig): Promise<OpenDatabase> {
  if (config.DATABASE_URL !== undefined) {
    const database = await startDatabase(config);
    return { url: database.url, close: database.stop };
  }
  mkdirSync(config.DATA_DIR, { recursive: true, mode: 0o711 });
  const release = await takeTurn(config.DATA_DIR);
  if (lockHolder(join(config.DATA_DIR, 'postgres.lock')) !== null) {
    release();
    return { url: await waitForServer(config.DATA_DIR), close: async () => {} };
  }
  try {
    const database = await startDatabase(config);
    const close = () => database.stop().finally(release);
    await migrate(database).catch(async (error: unknown) => {
      await close();
      throw error;
    });
    return { url: database.url, close };
  } catch (error) {
    release();
    throw error;
  }
}

/** Waits until no other command runs the database of this folder. */
async function takeTurn(dataDir: string): Promise<() => void> {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const lock = lockFile(join(dataDir, 'admin.lock'));
    if ('release' in lock) return lock.release;
    if (waitedMs >= WAIT_MS) {
      throw new AdminError(`Another command has been using the database for a minute (process ${lock.heldBy}).`);
    }
    await delay(POLL_MS);
  }
}

/** The address of the server that runs; one that has just been started takes a moment to answer. */
async function waitForServer(dataDir: string): Promise<string> {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const credentials = readOwnCredentials(dataDir);
    const url = credentials && databaseUrls(credentials).url;
    const answer = url === null ? 'starting' : await knock(url);
    if (url !== null && answer === 'ready') return url;
    if (answer !== 'starting') throw new AdminError(`The database in ${dataDir} cannot be used: ${answer}.`);
    if (waitedMs >= WAIT_MS) throw new AdminError(`The database in ${dataDir} does not answer.`);
    await delay(POLL_MS);
  }
}

function readOwnCredentials(dataDir: string) {
  try {
    return readCredentials(dataDir);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EACCES')) throw cause;
    throw new AdminError(`${dataDir} belongs to another user; run this as the user that runs Mobileadmin.`, { cause });
  }
}

/** Codes that pass: not listening yet, starting up, roles or database not made yet. */
const passing = new Set(['ECONNREFUSED', 'ECONNRESET', '57P03', '28P01', '28000', '3D000']);

async function knock(url: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (passing.has(code)) return 'starting';
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
