import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpuMs, memoryKib } from '../push/process-figures';

/** A process and those it started: an engine with several workers. */
function treeOf(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(treeOf)];
}

export const cpuOfTreeMs = (pid: number): number => treeOf(pid).reduce((sum, each) => sum + cpuMs(each), 0);

export const memoryOfTreeMib = (pid: number): number =>
  treeOf(pid).reduce((sum, each) => sum + memoryKib(each), 0) / 1024;

/** The most that the processes have used since `forgetPeak`, in MiB. See proc(5), VmHWM. */
export const peakOfTreeMib = (pid: number): number =>
  treeOf(pid).reduce((sum, each) => {
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${each}/status`, 'utf8'))?.[1];
    return sum + Number(peak ?? 0);
  }, 0) / 1024;

export function forgetPeak(pid: number): void {
  for (const each of treeOf(pid)) writeFileSync(`/proc/${each}/clear_refs`, '5');
}

/** Collects garbage in all of them: they are started with that ability. */
export function collectGarbage(pid: number): void {
  for (const each of treeOf(pid)) process.kill(each, 'SIGUSR2');
}
