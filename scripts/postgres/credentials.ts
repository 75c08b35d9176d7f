import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PostgresError } from './postgres-error';

/** How to reach the cluster in a data folder: kept in `DATA_DIR/postgres.json`, readable by its owner only. */
const Credentials = z.strictObject({
  /** On 127.0.0.1; of the latest start. */
  port: z.int().min(1).max(65_535),
  /** Of `postgres`, which owns the tables and applies migrations. */
  ownerPassword: z.string().min(32),
  /** Of `mobileadmin`, which console and engine connect as. */
  applicationPassword: z.string().min(32),
});
export type Credentials = z.infer<typeof Credentials>;

export const OWNER_ROLE = 'postgres';
export const APPLICATION_ROLE = 'mobileadmin';
export const DATABASE_NAME = 'mobileadmin';

/**
 * Reads how to reach the cluster of a data folder.
 *
 * @returns null if there has never been one
 * @throws PostgresError if the file is damaged
 */
export function readCredentials(dataDir: string): Credentials | null {
  const path = join(dataDir, 'postgres.json');
  if (!existsSync(path)) return null;
  try {
    return Credentials.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new PostgresError(`${path}, which holds the passwords of the database, is damaged; restore it.`, { cause });
  }
}

/** New random passwords for a cluster that is about to be made. */
export function createCredentials(port: number): Credentials {
  const password = () => randomBytes(32).toString('base64url');
  return { port, ownerPassword: password(), applicationPassword: password() };
}

/** Keeps the credentials; a reader sees the old file or the new one, never half of it. */
export function writeCredentials(dataDir: string, credentials: Credentials): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const path = join(dataDir, 'postgres.json');
  writeFileSync(`${path}.new`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Connection addresses of the two roles. They hold passwords: for the environment of a child, never for its arguments. */
export function databaseUrls(credentials: Credentials, database = DATABASE_NAME) {
  const url = (role: string, password: string) =>
    `postgresql://${role}:${password}@127.0.0.1:${credentials.port}/${database}`;
  return {
    url: url(APPLICATION_ROLE, credentials.applicationPassword),
    ownerUrl: url(OWNER_ROLE, credentials.ownerPassword),
  };
}
