import { setTimeout as delay } from 'node:timers/promises';
import type { Phones } from './phones';
import { cpuMs, memoryKib } from './process-figures';
import { type Server, untilHeld } from './servers';

export type IdleCost = {
  /** Of one held ping. */
  readonly memoryKib: number;
  /** The same as it stands half a minute after they came, before memory was tidied up on demand. */
  readonly untidyMemoryKib: number;
  /** Of the process, while nothing happens. */
  readonly cpuMsPerMinute: number;
  readonly rampPerSecond: number;
  /** Processor time of the server for one new ping. */
  readonly rampCpuMs: number;
};

export type Load = {
  readonly held: number;
  readonly mailboxes: number;
  readonly perSecond: number;
  readonly idleSeconds: number;
};

/** Time for a server to tidy up behind a burst of requests by itself. */
const BURST_MS = 30_000;
const SETTLE_MS = 5000;
const COLLECT_MS = 4000;
/** What one collection more may give back without being worth another. */
const STABLE_KIB = 512;
const MINUTE_S = 60;
/** Opened before anything is measured: code is compiled by then, and pools are filled. */
export const WARM_UP = 1000;

/** Opens so many pings, to all servers in turn, and measures what they cost while they are held. */
export async function measureIdleCost(servers: readonly Server[], phones: Phones, load: Load): Promise<IdleCost> {
  openPings(servers, phones, { ...load, from: 0, to: WARM_UP });
  await untilHeld(servers, WARM_UP);
  await tidyUp(servers);
  const before = sumOf(servers, memoryKib);
  const cpuBefore = sumOf(servers, cpuMs);
  const startedAt = performance.now();
  openPings(servers, phones, { ...load, from: WARM_UP, to: WARM_UP + load.held });
  await untilHeld(servers, WARM_UP + load.held);
  const rampPerSecond = load.held / ((performance.now() - startedAt) / 1000);
  const rampCpuMs = (sumOf(servers, cpuMs) - cpuBefore) / load.held;
  await delay(BURST_MS);
  const untidy = (sumOf(servers, memoryKib) - before) / load.held;
  await tidyUp(servers);
  const cpu = await measureIdleCpu(servers, load.idleSeconds);
  return {
    memoryKib: (sumOf(servers, memoryKib) - before) / load.held,
    untidyMemoryKib: untidy,
    cpuMsPerMinute: (cpu * MINUTE_S) / load.idleSeconds / servers.length,
    rampPerSecond,
    rampCpuMs,
  };
}

/** The lower of two halves: what is collected behind a burst may take long, and is no cost of holding. */
async function measureIdleCpu(servers: readonly Server[], seconds: number): Promise<number> {
  const halves: number[] = [];
  for (let half = 0; half < 2; half += 1) {
    const before = sumOf(servers, cpuMs);
    await delay((seconds * 1000) / 2);
    halves.push(2 * (sumOf(servers, cpuMs) - before));
  }
  return Math.min(...halves);
}

/** Has garbage collected until no more memory is given back: Node gives it back by and by. */
async function tidyUp(servers: readonly Server[]): Promise<void> {
  await delay(SETTLE_MS);
  for (let before = Infinity, now = sumOf(servers, memoryKib); before - now > STABLE_KIB;) {
    before = now;
    for (const { pid } of servers) process.kill(pid, 'SIGUSR2');
    await delay(COLLECT_MS);
    now = sumOf(servers, memoryKib);
  }
}

type Opening = Pick<Load, 'mailboxes' | 'perSecond'> & { readonly from: number; readonly to: number };

/** The servers get them in turn, and by that the phones of a mailbox always the same one. */
function openPings(servers: readonly Server[], phones: Phones, opening: Opening): void {
  const { mailboxes, from: first, to } = opening;
  const step = servers.length;
  const perSecond = opening.perSecond / step;
  for (const [index, { port, isTls }] of servers.entries()) {
    const range = { from: first + index, to, step };
    phones.order({ kind: 'open', ...range, port, isTls, perSecond, mailboxes, heartbeatSeconds: 3540 }, index);
  }
}

const sumOf = (servers: readonly Server[], measure: (pid: number) => number): number =>
  servers.reduce((sum, { pid }) => sum + measure(pid), 0);
