import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

const SAMPLE_MS = 20;
const MICROSECONDS = 1000;
const SECONDS = 1e6;

/**
 * How late timers are, as a measure of how busy the event loop is. Looked at while there are requests only: an idle engine
 * that holds thousands of pings has nothing to do, and should not be woken to find that out.
 */
export class LoopDelay {
  private readonly histogram: RecordableHistogram = createHistogram();
  private timer: NodeJS.Timeout | undefined;

  /** Something happens: looks once how late a timer is, unless it does so already. */
  sample(): void {
    if (this.timer) return;
    const dueAt = performance.now() + SAMPLE_MS;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.histogram.record(Math.max(1, Math.round((performance.now() - dueAt) * MICROSECONDS)));
    }, SAMPLE_MS);
    this.timer.unref();
  }

  /** Seconds that this share of the timers were late at most. */
  quantile(share: number): number {
    return this.histogram.count === 0 ? 0 : this.histogram.percentile(share * 100) / SECONDS;
  }

  close(): void {
    clearTimeout(this.timer);
  }
}
