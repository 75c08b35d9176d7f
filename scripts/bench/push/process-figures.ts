import { readdirSync, readFileSync } from 'node:fs';

const NANOSECONDS = 1e6;

/** Memory of a process in KiB, each page shared with others counted in part. See proc(5), smaps_rollup. */
export function memoryKib(pid: number): number {
  const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  if (pss === undefined) throw new Error(`The memory of process ${pid} cannot be read`);
  return Number(pss);
}

/** Processor time that a process has used so far, in milliseconds, of all its threads that live. */
export function cpuMs(pid: number): number {
  const folder = `/proc/${pid}/task`;
  // Of /proc/<pid>/stat the steps are ten milliseconds: more than an idle process uses in many seconds.
  const times = readdirSync(folder).map((thread) =>
    Number(readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ', 1)[0]),
  );
  return times.reduce((sum, time) => sum + time, 0) / NANOSECONDS;
}

/** The value below which this share of the numbers lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
