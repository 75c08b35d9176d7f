import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Account, commandAs } from './account';
import type { PostgresBinaries } from './binaries';

/** PostgreSQL needs nothing of our environment and must not see the secrets in it. */
export const BARE_ENVIRONMENT: NodeJS.ProcessEnv = {
  NODE_ENV: 'production', // asked for by the type alone
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

const LOG_LIMIT_BYTES = 8 * 1024 * 1024;

export type Launch = {
  dataDir: string;
  port: number;
  binaries: PostgresBinaries;
  account: Account | null;
  isDurable: boolean;
  /** Folder that is removed when the server has ended, however it came to that; empty: none. */
  removeAfter: string;
};

export type RunningServer = {
  process: ChildProcess;
  /** Exit status of the server once it has ended. */
  ended: Promise<number | null>;
  /** What the server wrote to its log since this launch, its end only. */
  output: () => string;
};

/** Starts the server under its watcher (watch.sh), in a session of its own: Ctrl-C at the terminal must not reach it. */
export function launchServer(launch: Launch): RunningServer {
  const { dataDir, port, binaries, account } = launch;
  const folder = join(dataDir, 'postgres');
  const logPath = join(dataDir, 'postgres.log');
  if (existsSync(logPath) && statSync(logPath).size > LOG_LIMIT_BYTES) renameSync(logPath, `${logPath}.old`);
  const log = openSync(logPath, 'a+', 0o600);
  const start = fstatSync(log).size;
  if (account) chownSync(logPath, account.uid, account.gid);

  const words = commandAs(
    account,
    [binaries.postgres, '-D', folder, ...settings(port, launch.isDurable)],
    [binaries.folder, folder],
  );
  const watcher = fileURLToPath(new URL('watch.sh', import.meta.url));
  const child = spawn('/bin/sh', [watcher, launch.removeAfter, ...words], {
    cwd: '/',
    detached: true,
    env: BARE_ENVIRONMENT,
    stdio: ['pipe', log, log],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  closeSync(log);
  return { process: child, ended, output: () => readFrom(logPath, start) };
}

function settings(port: number, isDurable: boolean): string[] {
  const values: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Values of rows stay out of the log, and the log stays small.
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    password_encryption: 'scram-sha-256',
    ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function readFrom(path: string, start: number): string {
  if (!existsSync(path)) return '';
  const file = openSync(path, 'r');
  try {
    const size = fstatSync(file).size;
    const from = Math.max(start, size - 16_384);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    readSync(file, buffer, 0, buffer.length, from);
    return buffer.toString('utf8');
  } finally {
    closeSync(file);
  }
}
