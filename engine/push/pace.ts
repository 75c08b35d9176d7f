export type PaceOptions = {
  /** Turns that nobody waits for, after a rest. */
  readonly atOnce: number;
  readonly perSecond: number;
};

/** Gives turns, some at once and then so many a second, in the order in which they are asked for. */
export class Pace {
  private readonly stepMs: number;
  /** When the next turn would come if none were given at once; by `performance.now()`. */
  private nextAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: PaceOptions) {
    this.stepMs = 1000 / options.perSecond;
  }

  /** @throws the reason of the signal if it aborts first */
  async turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const now = performance.now();
    const atMs = Math.max(this.nextAtMs, now - this.options.atOnce * this.stepMs) + this.stepMs;
    this.nextAtMs = atMs;
    if (atMs <= now) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        clearTimeout(timer);
        // One signal is there for thousands of turns.
        signal.removeEventListener('abort', go);
        resolve();
      };
      const timer = setTimeout(go, atMs - now);
      signal.addEventListener('abort', go);
    });
    signal.throwIfAborted();
  }
}
