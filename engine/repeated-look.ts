/** What `soon` asks for many times over is one look. */
const SOON_MS = 500;

/** Sleep after a look that failed. */
export const AFTER_FAILURE_MS = 5000;

/** How long to sleep until this moment; null: nothing is due that is known of. */
export function untilDue(at: Date | null, { now, longestMs }: { now: Date; longestMs: number }): number {
  return at === null ? longestMs : Math.min(longestMs, Math.max(1, at.getTime() - now.getTime()));
}

/** Looks again and again, each time so long after the last look as that one said: never two at a time. */
export class RepeatedLook {
  private timer: NodeJS.Timeout | undefined;
  private dueAt = Infinity;
  private longestMs = Infinity;
  private isClosed = false;
  private looking: Promise<void> = Promise.resolve();

  /**
   * @param firstMs until the first look
   * @param look gives how long to sleep afterwards; may not reject
   */
  constructor(
    firstMs: number,
    private readonly look: () => Promise<number>,
  ) {
    this.sleep(firstMs);
  }

  /** Something changed: the next look is half a second away at most, or so long after the one that is under way. */
  soon(): void {
    if (this.timer === undefined) this.longestMs = SOON_MS;
    else if (this.dueAt > performance.now() + SOON_MS) this.sleep(SOON_MS);
  }

  /** Once this has resolved, nothing is looked up any more. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private sleep(ms: number): void {
    clearTimeout(this.timer);
    if (this.isClosed) return;
    const sleepMs = Math.min(ms, this.longestMs);
    this.longestMs = Infinity;
    this.dueAt = performance.now() + sleepMs;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.looking = this.look().then((nextMs) => this.sleep(nextMs));
    }, sleepMs);
    this.timer.unref();
  }
}
