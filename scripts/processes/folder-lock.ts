import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { processIdentity } from './inspect-process';

/**
 * Makes this process the only holder of a lock file, until it is released or the process is gone, however it ended.
 *
 * @returns the way to release it, or the id of the living process that holds it
 */
export function lockFile(path: string): { release: () => void } | { heldBy: number } {
  const identity = processIdentity(process.pid) ?? String(process.pid);
  const own = `${path}.${process.pid}`;
  writeFileSync(own, identity, { mode: 0o600 });
  try {
    // A link appears with its content or not at all, so nobody ever reads a lock that is half written.
    while (!tryLink(own, path)) {
      const holder = read(path);
      if (holder === null) continue;
      const pid = Number.parseInt(holder, 10);
      if (processIdentity(pid) === holder) return { heldBy: pid };
      removeStale(path, holder);
    }
  } finally {
    rmSync(own, { force: true });
  }
  return {
    release: () => {
      if (read(path) === identity) rmSync(path, { force: true });
    },
  };
}

/** The id of the living process that holds the lock, or null. */
export function lockHolder(path: string): number | null {
  const holder = read(path);
  if (holder === null) return null;
  const pid = Number.parseInt(holder, 10);
  return processIdentity(pid) === holder ? pid : null;
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Moves the dead lock aside before removing it: what was moved may already be the lock of another start. */
function removeStale(path: string, expected: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if (read(aside) !== expected) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
