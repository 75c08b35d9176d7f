import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processCommand, processIdentity } from '../processes/inspect-process';
import { PostgresError } from './postgres-error';

const POLL_MS = 50;
const FAST_MS = 15_000;
const IMMEDIATE_MS = 10_000;

/**
 * Ends a server that a killed run left in the folder. The caller holds the folder's lock, so nobody living uses it.
 *
 * A `postmaster.pid` whose process is gone is left to PostgreSQL, which checks more than we can (shared memory). One
 * whose process id now belongs to a stranger is removed: PostgreSQL would take the stranger for a server.
 *
 * @throws PostgresError if it does not end
 */
export async function endPreviousServer(folder: string): Promise<void> {
  const pidFile = join(folder, 'postmaster.pid');
  const pid = readPid(pidFile);
  if (pid === null) return;
  const identity = processIdentity(pid);
  if (identity === null) return;
  if (!isServerOf(pid, folder)) {
    rmSync(pidFile, { force: true });
    return;
  }
  if (await endWith('SIGINT', pid, FAST_MS)) return;
  if (await endWith('SIGQUIT', pid, IMMEDIATE_MS)) return;
  throw new PostgresError(`A PostgreSQL of an earlier run (process ${pid}) still uses ${folder} and does not end.`);
}

async function endWith(signal: 'SIGINT' | 'SIGQUIT', pid: number, timeoutMs: number): Promise<boolean> {
  const identity = processIdentity(pid);
  if (identity === null) return true;
  process.kill(pid, signal);
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += POLL_MS) {
    if (processIdentity(pid) !== identity) return true;
    await delay(POLL_MS);
  }
  return false;
}

function isServerOf(pid: number, folder: string): boolean {
  const words = processCommand(pid) ?? [];
  return words.some((word) => word.endsWith('postgres')) && words.includes(folder);
}

function readPid(path: string): number | null {
  if (!existsSync(path)) return null;
  const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}
