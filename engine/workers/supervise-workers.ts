import cluster, { type Worker } from 'node:cluster';
import { FromWorker, type ToWorker } from './worker-messages';
import type { Logger } from '@/lib/log/logger';

// Implementation notes
// - The workers share the port; connections are dealt out in turn. They know nothing of each other: whatever one has to
//   tell the others goes by the database, as between front ends on different machines.
// - Until all have been up once, a worker that ends is a start that failed. Afterwards it is replaced, after a pause that
//   grows while replacements do not live.
// - This process ends when the last worker has, and in no other way.

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** One that lived so long was no failed replacement. */
const LIVED_MS = 60_000;
/** Figures that have not come by then are left out. */
const FIGURES_MS = 2000;

export type SuperviseOptions = {
  readonly count: number;
  readonly log: Logger;
  /** All are up. */
  readonly onReady: () => void;
};

/** Runs the engine in so many processes until it is told to stop. */
export class WorkerSupervisor {
  private readonly ready = new Set<number>();
  private readonly collections = new Map<string, FigureCollection>();
  private readonly pauses = new Set<NodeJS.Timeout>();
  private pauseMs = FIRST_PAUSE_MS;
  private isUp = false;
  private isStopping = false;
  private hasFailed = false;
  private onEnded: (isOrderly: boolean) => void = () => undefined;

  constructor(private readonly options: SuperviseOptions) {}

  /** @returns once every worker has ended: whether in order */
  run(): Promise<boolean> {
    const ended = new Promise<boolean>((resolve) => (this.onEnded = resolve));
    for (let worker = 0; worker < this.options.count; worker += 1) this.fork();
    return ended;
  }

  /** Tells all to send their phones home and end. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.isStopping = true;
    for (const pause of this.pauses) clearTimeout(pause);
    this.pauses.clear();
    for (const worker of workers()) worker.process.kill(signal);
    this.endIfLast();
  }

  private fork(): void {
    const worker = cluster.fork();
    const startedAt = performance.now();
    worker.on('message', (message: unknown) => this.hear(worker, message));
    worker.once('exit', (code, signal) => {
      this.ready.delete(worker.id);
      if (this.isStopping) this.hasFailed ||= code !== 0;
      else if (this.isUp) this.replace({ worker, reason: signal ?? code, livedMs: performance.now() - startedAt });
      else this.giveUp();
      this.endIfLast();
    });
  }

  /** It has said why itself. */
  private giveUp(): void {
    this.hasFailed = true;
    this.stop();
  }

  private replace({ worker, reason, livedMs }: { worker: Worker; reason: string | number; livedMs: number }): void {
    const pauseMs = livedMs > LIVED_MS ? FIRST_PAUSE_MS : this.pauseMs;
    this.pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    this.options.log.error({ worker: worker.id, reason, pauseMs }, 'A worker ended; another takes its place');
    const pause = setTimeout(() => {
      this.pauses.delete(pause);
      this.fork();
    }, pauseMs);
    this.pauses.add(pause);
  }

  private endIfLast(): void {
    if (this.isStopping && workers().length === 0) this.onEnded(!this.hasFailed);
  }

  private hear(worker: Worker, message: unknown): void {
    const { data } = FromWorker.safeParse(message);
    if (!data) return;
    if ('ready' in data) this.noteReady(worker);
    else if ('wantsFigures' in data) this.collectFigures(worker, data.wantsFigures);
    else this.collections.get(nameOf(data.for.worker, data.for.request))?.add(String(worker.id), data.figures);
  }

  private noteReady(worker: Worker): void {
    this.ready.add(worker.id);
    if (this.isUp || this.ready.size < this.options.count) return;
    this.isUp = true;
    this.options.onReady();
  }

  private collectFigures(asker: Worker, request: number): void {
    const others = workers().filter(({ id }) => id !== asker.id && this.ready.has(id));
    const name = nameOf(asker.id, request);
    const finish = (allFigures: [string, string][]) => {
      this.collections.delete(name);
      send(asker, { allFigures, request });
    };
    if (others.length === 0) return finish([]);
    this.collections.set(name, new FigureCollection(others.length, finish));
    for (const other of others) send(other, { giveFiguresTo: { worker: asker.id, request } });
  }
}

/** What the others have answered so far. */
class FigureCollection {
  private readonly figures: [string, string][] = [];
  private readonly timer = setTimeout(() => this.finish(), FIGURES_MS);

  constructor(
    private readonly wanted: number,
    private readonly onComplete: (figures: [string, string][]) => void,
  ) {}

  add(worker: string, text: string): void {
    this.figures.push([worker, text]);
    if (this.figures.length === this.wanted) this.finish();
  }

  private finish(): void {
    clearTimeout(this.timer);
    this.onComplete(this.figures);
  }
}

const nameOf = (worker: number, request: number): string => `${worker}/${request}`;
const workers = (): Worker[] => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);

/** One that ends just now hears it no more. */
function send(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, () => undefined);
}
