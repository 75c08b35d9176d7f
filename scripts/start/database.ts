import { statfsSync } from 'node:fs';
import { Client } from 'pg';
import type { StartConfig } from '@/lib/config/start-config';
import { startPostgres } from '../postgres/start-postgres';
import { applyMigrations } from '../db/apply-migrations';
import { APPLICATION_ROLE } from '../postgres/credentials';
import { StartError } from './start-error';

export type StartedDatabase = {
  /** For console and engine. */
  url: string;
  /** For migrations. */
  ownerUrl: string;
  /** Role of `url`, if it is another than that of `ownerUrl`. */
  applicationRole: string | null;
  stop: () => Promise<void>;
  /** Resolves when a server that we run has ended; never for a server of somebody else. */
  ended: Promise<unknown>;
};

type DatabaseConfig = Pick<StartConfig, 'DATA_DIR' | 'DATABASE_URL' | 'DATABASE_OWNER_URL'>;

/** A command of the server's command line may run the database for as long as it takes. */
const COMMAND_MS = 30_000;
const LEAST_VERSION = 14;
const LEAST_FREE_BYTES = 100 * 1024 * 1024;

/**
 * Starts PostgreSQL in the data folder, or makes sure that the one of DATABASE_URL can be used.
 *
 * @throws PostgresError or StartError with one sentence
 */
export async function startDatabase(config: DatabaseConfig): Promise<StartedDatabase> {
  const { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl = url } = config;
  if (url === undefined || ownerUrl === undefined) {
    refuseFullDisk(config.DATA_DIR);
    const postgres = await startPostgres({ dataDir: config.DATA_DIR, waitMs: COMMAND_MS });
    return { ...postgres, applicationRole: APPLICATION_ROLE };
  }
  await check(url, 'DATABASE_URL');
  if (ownerUrl !== url) await check(ownerUrl, 'DATABASE_OWNER_URL');
  const role = decodeURIComponent(new URL(url).username);
  const isOther = ownerUrl !== url && role !== decodeURIComponent(new URL(ownerUrl).username);
  return {
    url,
    ownerUrl,
    applicationRole: isOther ? role : null,
    stop: async () => {},
    ended: new Promise(() => {}),
  };
}

/**
 * Brings the database to the state that this version needs.
 *
 * @returns names of the migrations applied now
 */
export function migrate({ ownerUrl, applicationRole }: StartedDatabase): Promise<string[]> {
  return applyMigrations({ ownerUrl, applicationRole });
}

async function check(url: string, variable: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const result = await client.query<{ version: string }>(`SELECT current_setting('server_version_num') AS version`);
    const major = Math.floor(Number(result.rows[0]?.version) / 10_000);
    if (major >= LEAST_VERSION) return;
    throw new StartError(`The database of ${variable} is PostgreSQL ${major}; ${LEAST_VERSION} or newer is needed.`);
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(explain(cause, url, variable), { cause });
  } finally {
    await client.end();
  }
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name cannot be resolved',
  ETIMEDOUT: 'it does not answer',
  '28P01': 'it refuses the password',
  '28000': 'it refuses the role',
  '3D000': 'it has no such database',
};

function explain(error: unknown, url: string, variable: string): string {
  const { hostname, port } = new URL(url);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words = error instanceof Error ? error.message : String(error);
  const reason = reasons[code] ?? (/timeout/i.test(words) ? reasons['ETIMEDOUT'] : words);
  return `The database at ${hostname}:${port || '5432'} cannot be used: ${reason}; check ${variable}.`;
}

function refuseFullDisk(dataDir: string): void {
  const { bavail, bsize } = statfsSync(dataDir);
  if (bavail * bsize >= LEAST_FREE_BYTES) return;
  throw new StartError(
    `The disk that holds ${dataDir} is full: less than 100 MB are free, set DATA_DIR to another one.`,
  );
}
