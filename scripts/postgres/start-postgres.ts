import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { findFreePort, isPortFree } from '../ports/free-port';
import { lockFile } from '../processes/folder-lock';
import { chooseAccount } from './account';
import { findBinaries, type PostgresBinaries } from './binaries';
import {
  createCredentials,
  type Credentials,
  databaseUrls,
  OWNER_ROLE,
  readCredentials,
  writeCredentials,
} from './credentials';
import { explainFailure } from './explain-failure';
import { initialiseCluster } from './initialise-cluster';
import { launchServer, type RunningServer } from './launch';
import { PostgresError } from './postgres-error';
import { prepareRoles } from './prepare-roles';
import { endPreviousServer } from './previous-server';

// Implementation notes
// - `DATA_DIR/postgres.lock` is held by the process that runs the server; it settles who may start, end or replace it.
// - Order: lock, end what a killed run left, make the cluster, start it, roles. Whatever fails, the lock is released and
//   no server is left behind.
// - The server ends by closing its watcher's standard input. The same happens by itself when this process dies.

const POLL_MS = 25;
const STOP_TIMEOUT_MS = 20_000;
/** Those of a killed server that hold its shared memory. */
const CHILDREN_END_MS = 20_000;
const PORT_ATTEMPTS = 3;

export type PostgresOptions = {
  dataDir: string;
  /** False: faster, and a crash of the machine may damage it. For tests. */
  isDurable?: boolean;
  /** How long to wait for a process that runs it now; for those that only do so for a moment. */
  waitMs?: number;
  /** Removes DATA_DIR when the server has ended, even if this process is killed. For tests. */
  isTemporary?: boolean;
};

export type Postgres = {
  /** As `mobileadmin`, the application's role. */
  url: string;
  /** As `postgres`, which owns the tables. */
  ownerUrl: string;
  port: number;
  /** Resolves when the server has ended, asked or not. */
  ended: Promise<unknown>;
  /** Lets running transactions be rolled back, ends the server and waits for it. */
  stop: () => Promise<void>;
};

/**
 * Runs a real PostgreSQL whose cluster lives in `DATA_DIR/postgres`, making it first if there is none. It listens on
 * 127.0.0.1 only, and does not outlive this process.
 *
 * @throws PostgresError with one sentence: used by a living process, made by another major version, disk full …
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const lock = await takeLock(dataDir, options.waitMs ?? 0);
  try {
    const { server, credentials } = await bringUp(dataDir, options);
    void server.ended.then(lock.release);
    return {
      ...databaseUrls(credentials),
      port: credentials.port,
      ended: server.ended,
      stop: () => stopServer(server, join(dataDir, 'postgres')),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function takeLock(dataDir: string, waitMs: number) {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const lock = lockFile(join(dataDir, 'postgres.lock'));
    if ('release' in lock) return lock;
    if (waitedMs >= waitMs) {
      throw new PostgresError(
        `The database in ${dataDir} is already run by process ${lock.heldBy}; end that one first.`,
      );
    }
    await delay(POLL_MS);
  }
}

async function bringUp(dataDir: string, options: PostgresOptions) {
  const folder = join(dataDir, 'postgres');
  const isDurable = options.isDurable ?? true;
  const binaries = findBinaries();
  const account = chooseAccount(folder);
  refuseOtherVersion(folder, binaries);
  await endPreviousServer(folder);

  let credentials = readCredentials(dataDir);
  if (!credentials) {
    if (existsSync(folder)) throw new PostgresError(`${dataDir}/postgres.json, which holds the passwords, is missing.`);
    credentials = createCredentials(await findFreePort());
    writeCredentials(dataDir, credentials);
  }
  if (!existsSync(folder)) {
    await initialiseCluster({ dataDir, binaries, account, ownerPassword: credentials.ownerPassword, isDurable });
  }
  const removeAfter = options.isTemporary ? dataDir : '';
  const giveUpAt = Date.now() + CHILDREN_END_MS;
  for (let attempt = 1; ; attempt += 1) {
    if (attempt > 1 || !(await isPortFree(credentials.port))) {
      credentials = { ...credentials, port: await findFreePort() };
      writeCredentials(dataDir, credentials);
    }
    const server = launchServer({ dataDir, port: credentials.port, binaries, account, isDurable, removeAfter });
    const owner = await connectOwner(server, credentials);
    if (owner) {
      try {
        await prepareRoles(owner, credentials).finally(() => owner.end());
      } catch (error) {
        await stopServer(server, folder);
        throw new PostgresError(explainFailure(String(error), folder), { cause: error });
      }
      return { server, credentials };
    }
    const output = server.output();
    // Somebody took the port between our look and the server's.
    if (attempt < PORT_ATTEMPTS && /could not (bind|create any TCP)/.test(output)) continue;
    // The children of a server that was killed end by themselves, a moment after it.
    if (output.includes('pre-existing shared memory block') && Date.now() < giveUpAt) {
      await delay(POLL_MS);
      attempt -= 1;
      continue;
    }
    throw new PostgresError(explainFailure(output, folder));
  }
}

/** A connection as the owner, as soon as the server takes one; null if the server has ended. */
async function connectOwner(server: RunningServer, credentials: Credentials): Promise<Client | null> {
  let hasEnded = false;
  void server.ended.then(() => (hasEnded = true));
  // Recovery after a crash may take long, and the server says nothing but "starting up" until it is through.
  while (!hasEnded) {
    const client = new Client({
      host: '127.0.0.1',
      port: credentials.port,
      user: OWNER_ROLE,
      password: credentials.ownerPassword,
      database: 'postgres',
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (!isStartingUp(error)) {
        server.process.stdin?.end();
        await server.ended;
        throw new PostgresError('The database refuses the password in postgres.json.', { cause: error });
      }
      await delay(POLL_MS);
    }
  }
  return null;
}

function isStartingUp(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03';
}

async function stopServer(server: RunningServer, folder: string): Promise<void> {
  server.process.stdin?.end();
  const deadline = new AbortController();
  const isLate = await Promise.race([
    server.ended.then(() => false),
    delay(STOP_TIMEOUT_MS, true, { signal: deadline.signal }),
  ]);
  deadline.abort();
  if (isLate) await endPreviousServer(folder);
}

function refuseOtherVersion(folder: string, binaries: PostgresBinaries): void {
  const file = join(folder, 'PG_VERSION');
  if (!existsSync(file)) return;
  const version = readFileSync(file, 'utf8').trim();
  if (version === String(binaries.major)) return;
  throw new PostgresError(
    `${folder} was made by PostgreSQL ${version}, but this version of Mobileadmin runs PostgreSQL ${binaries.major}; see docs/operations.md, "Upgrade".`,
  );
}
