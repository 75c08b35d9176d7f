import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { PhoneOrder, PhoneReport } from './phone-orders';

type PingEnd = { readonly atNs: bigint; readonly status: string };

const PATIENCE_MS = 120_000;
const POLL_MS = 10;

/** The phones of a run, in processes of their own: those of each server in one, which has as many descriptors as it. */
export class Phones {
  readonly ended = new Map<number, PingEnd>();
  failed = 0;
  private readonly children: ChildProcess[];

  constructor(bundle: string, processes: number) {
    this.children = Array.from({ length: processes }, () => fork(bundle, { execArgv: [] }));
    for (const child of this.children) child.on('message', (report: PhoneReport) => this.note(report));
  }

  /** @param server which of the servers it is about; without, all */
  order(order: PhoneOrder, server?: number): void {
    if (order.kind === 'open')
      for (let index = order.from; index < order.to; index += order.step) this.ended.delete(index);
    for (const child of server === undefined ? this.children : this.children.slice(server, server + 1))
      child.send(order);
  }

  /** Waits until these pings were answered, but not for ever. @returns those that were */
  async untilEnded(indexes: readonly number[], patienceMs = PATIENCE_MS): Promise<PingEnd[]> {
    const giveUpAt = performance.now() + patienceMs;
    while (indexes.some((index) => !this.ended.has(index)) && performance.now() < giveUpAt) await delay(POLL_MS);
    return indexes.flatMap((index) => this.ended.get(index) ?? []);
  }

  close(): void {
    for (const child of this.children) child.disconnect();
  }

  private note({ failed, ended }: PhoneReport): void {
    this.failed += failed;
    for (const { index, atNs, status } of ended) this.ended.set(index, { atNs: BigInt(atNs), status });
  }
}
