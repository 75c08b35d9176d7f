import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { processIdentity } from '../processes/inspect-process';

/** The children of a start, kept in `DATA_DIR/processes.json`, so that the next start finds those a killed one left. */
const Records = z.array(z.object({ name: z.string(), pid: z.int().positive(), identity: z.string() }));
type Records = z.infer<typeof Records>;

const POLL_MS = 50;
const ORDERLY_MS = 5_000;

export type ProcessRecords = {
  add: (name: string, pid: number) => void;
  remove: (pid: number) => void;
};

/** Opens the list for this start. Whoever calls holds the data folder's lock and has ended the orphans of the last. */
export function openProcessRecords(dataDir: string): ProcessRecords {
  let records: Records = [];
  const save = (next: Records) => {
    records = next;
    const path = join(dataDir, 'processes.json');
    writeFileSync(`${path}.new`, JSON.stringify(records), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };
  return {
    add: (name, pid) => {
      const identity = processIdentity(pid);
      if (identity !== null) save([...records, { name, pid, identity }]);
    },
    remove: (pid) => save(records.filter((record) => record.pid !== pid)),
  };
}

/**
 * Ends what a killed start left running. Children end by themselves when their supervisor is gone; this is for one that
 * cannot, because it hangs. A process that only got the same id later is left alone.
 *
 * @returns names of the processes that had to be ended
 */
export async function endOrphans(dataDir: string): Promise<string[]> {
  const path = join(dataDir, 'processes.json');
  if (!existsSync(path)) return [];
  const isAlive = ({ pid, identity }: Records[number]) => processIdentity(pid) === identity;
  const orphans = readRecords(path).filter(isAlive);
  for (const { pid } of orphans) signalGroup(pid, 'SIGTERM');
  for (let waitedMs = 0; waitedMs < ORDERLY_MS && orphans.some(isAlive); waitedMs += POLL_MS) await delay(POLL_MS);
  for (const orphan of orphans) if (isAlive(orphan)) signalGroup(orphan.pid, 'SIGKILL');
  for (let waitedMs = 0; waitedMs < ORDERLY_MS && orphans.some(isAlive); waitedMs += POLL_MS) await delay(POLL_MS);
  rmSync(path, { force: true });
  return orphans.map(({ name }) => name);
}

/** Signals a child and everything it started; children lead process groups of their own. */
export function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // EPERM: macOS says so of a group that has only ended members left.
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

function readRecords(path: string): Records {
  try {
    return Records.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return []; // cut short by a crash of the machine, after which none of them runs any more
  }
}
