import { mergeFigures } from '@/engine/metrics/merge-figures';
import { type FromWorker, ToWorker } from './worker-messages';

/** The channel to the process that started this one, e.g. `process`. */
export type ParentChannel = {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  send?(message: FromWorker): unknown;
};

/** Longer than the supervisor waits for the others. */
const PATIENCE_MS = 5000;

/** In a worker: gives its own figures when others ask, and gets theirs when it is asked itself. */
export class SharedFigures {
  private readonly asked = new Map<number, (others: readonly (readonly [string, string])[]) => void>();
  private requests = 0;

  constructor(
    private readonly parent: ParentChannel,
    private readonly ownName: string,
    private readonly ownFigures: () => string,
  ) {
    parent.on('message', (message) => this.hear(message));
  }

  /** The figures of all workers, given its own; of this one alone if the others cannot be asked. */
  async all(own: string): Promise<string> {
    this.requests += 1;
    const request = this.requests;
    let timer: NodeJS.Timeout | undefined;
    const others = await new Promise<readonly (readonly [string, string])[]>((resolve) => {
      this.asked.set(request, resolve);
      timer = setTimeout(() => resolve([]), PATIENCE_MS);
      this.parent.send?.({ wantsFigures: request });
    });
    clearTimeout(timer);
    this.asked.delete(request);
    return mergeFigures(new Map([[this.ownName, own], ...others]));
  }

  private hear(message: unknown): void {
    const { data } = ToWorker.safeParse(message);
    if (!data) return;
    if ('giveFiguresTo' in data) this.parent.send?.({ figures: this.ownFigures(), for: data.giveFiguresTo });
    else this.asked.get(data.request)?.(data.allFigures);
  }
}
