import { NoticePost, type NoticePostOptions } from '@/engine/notices/notice-post';
import { LOOK_EVERY_MS } from '@/lib/domain/notices/notice-pace';

/** Lets the notices go out that are due: every ten seconds, and at once if somebody waits for a test mail. */
export class NoticeClock {
  private readonly post: NoticePost;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;
  private working: Promise<void> = Promise.resolve();

  constructor(private readonly options: NoticePostOptions) {
    this.post = new NoticePost(options);
    this.sleep();
  }

  /** Somebody waits for a test mail. What is under way is not waited for: it may take a minute. */
  wake(): void {
    if (this.isClosed) return;
    const sent = this.guard(() => this.post.sendTests());
    this.working = Promise.all([this.working, sent]).then(() => undefined);
  }

  /** Once this has resolved, nothing is sent any more. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.post.close();
    await this.working;
  }

  private sleep(): void {
    if (this.isClosed) return;
    this.timer = setTimeout(() => {
      const done = this.guard(() => this.post.work()).then(() => this.sleep());
      this.working = Promise.all([this.working, done]).then(() => undefined);
    }, LOOK_EVERY_MS);
    this.timer.unref();
  }

  private async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (err) {
      this.options.log.warn({ err }, 'Notices could not be looked up or marked; trying again');
    }
  }
}
