import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { LoadOrder, LoadReport } from './load-orders';

/** The process that makes the load. One order at a time. */
export class Load {
  private readonly child: ChildProcess;

  constructor(bundle: string) {
    this.child = fork(bundle, { execArgv: [] });
  }

  /** @throws if anything did not come out as it should: a figure of failures is none */
  async run(order: LoadOrder): Promise<LoadReport> {
    this.child.send(order);
    // Its only messages.
    const [report] = (await once(this.child, 'message')) as [LoadReport];
    if (report.problems.length > 0) throw new Error(`${order.kind}: ${report.problems.slice(0, 3).join('; ')}`);
    return report;
  }

  close(): void {
    this.child.disconnect();
  }
}
