import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { PhoneOrder, PhoneReport } from './phone-orders';

type PingEnd = { readonly atNs: bigint; readonly status: string };

const PATIENCE_MS = 120_000;
const POLL_MS = 10;

/** The phones of a run, in a process of their own. */
export class Phones {
  readonly ended = new Map<number, PingEnd>();
  failed = 0;
  private readonly child: ChildProcess;

  constructor(bundle: string) {
    this.child = fork(bundle, { execArgv: [] });
    this.child.on('message', (report: PhoneReport) => {
      this.failed += report.failed;
      for (const { index, atNs, status } of report.ended) this.ended.set(index, { atNs: BigInt(atNs), status });
    });
  }

  order(order: PhoneOrder): void {
    if (order.kind === 'open') for (let index = order.from; index < order.to; index += 1) this.ended.delete(index);
    this.child.send(order);
  }

  /** Waits until these pings were answered, but not for ever. @returns those that were */
  async untilEnded(indexes: readonly number[], patienceMs = PATIENCE_MS): Promise<PingEnd[]> {
    const giveUpAt = performance.now() + patienceMs;
    while (indexes.some((index) => !this.ended.has(index)) && performance.now() < giveUpAt) await delay(POLL_MS);
    return indexes.flatMap((index) => this.ended.get(index) ?? []);
  }

  close(): void {
    this.child.disconnect();
  }
}
