import { readFileSync, readdirSync } from 'node:fs';
import type { Database } from '@/lib/db/client';

const TICK_MS = 10;

/** The numbers of /proc/<pid>/stat after the name, which may hold spaces: field 3 of proc(5) is the first. */
function statOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return [];
  }
}

/**
 * A meter of the processor time that the database server has used, in milliseconds, in steps of ten: unlike the time on the
 * wall it hardly depends on what else the machine does. Null where there is no /proc.
 */
export async function createServerCpuMeter(db: Database): Promise<(() => number) | null> {
  const [row] = await db.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  const postmaster = statOf(String(row?.pid))[1];
  if (postmaster === undefined) return null;
  const sum = (fields: (string | undefined)[]) => fields.reduce((total, field) => total + Number(field ?? 0), 0);
  return () => {
    const children = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(statOf)
      .filter((stat) => stat[1] === postmaster);
    // Living backends by themselves; those that have ended, as parallel workers, through their parent.
    const ended = statOf(postmaster).slice(13, 15);
    return TICK_MS * (sum(ended) + sum(children.flatMap((stat) => stat.slice(11, 13))));
  };
}
