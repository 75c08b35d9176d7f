/** Looks again and again, each time so long after the last look as that one said: never two at a time. */
export class RepeatedLook {
  private timer: NodeJS.Timeout | undefined;
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

  /** Once this has resolved, nothing is looked up any more. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private sleep(ms: number): void {
    if (this.isClosed) return;
    this.timer = setTimeout(() => {
      this.looking = this.look().then((nextMs) => this.sleep(nextMs));
    }, ms);
    this.timer.unref();
  }
}
