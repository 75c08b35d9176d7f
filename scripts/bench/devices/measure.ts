import { readFileSync, writeFileSync } from 'node:fs';

const ROUNDS = 30;
const WARM_UP = 5;
const MIB = 1024;

/** Milliseconds of processor time that the database server has used so far; null where it cannot be read. */
export type ServerCpu = (() => number) | null;

/** Asks many times, and prints what the caller waits and what it costs PostgreSQL and this process. */
export async function report(name: string, question: () => Promise<unknown>, serverCpu: ServerCpu): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP; round += 1) await question();
  const cpuBeforeMs = serverCpu?.() ?? 0;
  const ownBeforeMs = ownCpuMs();
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    await question();
    times.push(performance.now() - startedAt);
  }
  const own = figure((ownCpuMs() - ownBeforeMs) / ROUNDS);
  const server = figure(((serverCpu?.() ?? 0) - cpuBeforeMs) / ROUNDS);
  times.sort((a, b) => a - b);
  const at = (share: number) => figure(times[Math.floor((times.length - 1) * share)] ?? 0);
  const waited = `median ${at(0.5)}   p90 ${at(0.9)}   best ${at(0)}`;
  process.stdout.write(`${name.padEnd(44)} ${waited}   CPU: server ${server}   own ${own}\n`);
}

/** Runs something long once, and prints time, processor time and by how much the memory of this process grew at its peak. */
export async function reportOnce(name: string, action: () => Promise<unknown>, serverCpu: ServerCpu): Promise<void> {
  global.gc?.();
  const memoryBeforeKib = startPeak();
  const serverBeforeMs = serverCpu?.() ?? 0;
  const ownBeforeMs = ownCpuMs();
  const startedAt = performance.now();
  await action();
  const waited = figure(performance.now() - startedAt);
  const server = figure((serverCpu?.() ?? 0) - serverBeforeMs);
  const own = figure(ownCpuMs() - ownBeforeMs);
  const grown = figure((peakKib() - memoryBeforeKib) / MIB);
  process.stdout.write(`${name.padEnd(44)} once ${waited}   CPU: server ${server}   own ${own}   peak +${grown} MiB\n`);
}

const figure = (value: number): string => value.toFixed(1).padStart(8);

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Lets the peak begin anew, where the system can: proc(5), clear_refs. What is in memory now. */
function startPeak(): number {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Elsewhere the peak is that of the whole run, which is never too low.
  }
  return process.memoryUsage.rss() / 1024;
}

function peakKib(): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
