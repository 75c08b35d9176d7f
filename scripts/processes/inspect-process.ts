import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A mark that two processes never share, though the system gives process ids anew: the id with the time it started.
 *
 * @returns null if there is no such process
 */
export function processIdentity(pid: number): string | null {
  if (process.platform !== 'linux') {
    const startedAt = askPs(pid, 'lstart=');
    return startedAt && `${pid} ${startedAt}`;
  }
  const stat = readProc(pid, 'stat');
  if (stat === null) return null;
  // The name in parentheses may hold spaces and parentheses; fields are counted after the last one. The first after it
  // is the state, the 20th the start in clock ticks since boot.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const isGone = fields[0] === 'Z' || fields[0] === 'X';
  return isGone ? null : `${pid} ${fields[19]}`;
}

/**
 * The words of a process's command line.
 *
 * @returns null if there is no such process or it may not be looked at
 */
export function processCommand(pid: number): string[] | null {
  if (process.platform !== 'linux') return askPs(pid, 'command=')?.split(' ') ?? null;
  return readProc(pid, 'cmdline')?.split('\0').slice(0, -1) ?? null;
}

function readProc(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null; // no such process
  }
}

function askPs(pid: number, field: string): string | null {
  try {
    return execFileSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim() || null;
  } catch {
    return null; // ps answers with 1 for a process that does not exist
  }
}
