import { randomUUID } from 'node:crypto';
import { AFTER_FAILURE_MS, RepeatedLook, untilDue } from '@/engine/repeated-look';
import type { Database } from '@/lib/db/client';
import { endDueAutoBlocks } from '@/lib/domain/auto-block/end-due-auto-blocks';
import { forgetRates } from '@/lib/domain/auto-block/share-rate';
import type { Logger } from '@/lib/log/logger';

// Implementation notes
// - A device whose time is over is let in by the decision itself, to the second. What happens here is what people see of
//   it: the entry in the history, and the state in lists.

/** No window is longer than an hour. */
const FORGET_AFTER_MS = 2 * 3_600_000;
const FORGET_EVERY_MS = 600_000;

export type AutoBlockClockOptions = {
  readonly db: Database;
  readonly now: () => Date;
  readonly log: Logger;
  /** Longest sleep. Shorter than any block (five minutes), so that each is seen before it ends. */
  readonly longestLookMs: number;
};

/** Ends automatic blocks whose time is over. */
export class AutoBlockClock {
  private readonly looks: RepeatedLook;
  private forgottenAt = 0;

  constructor(private readonly options: AutoBlockClockOptions) {
    this.looks = new RepeatedLook(0, () => this.look());
  }

  /** Automatic blocks may have been switched off. */
  soon(): void {
    this.looks.soon();
  }

  /** Once this has resolved, nothing is looked up any more. */
  close(): Promise<void> {
    return this.looks.close();
  }

  private async look(): Promise<number> {
    const { db, now, log, longestLookMs } = this.options;
    const actor = { kind: 'system', id: 'system', name: 'Mobileadmin', role: 'administrator' } as const;
    try {
      const { ended, nextAt } = await endDueAutoBlocks({ db, actor, requestId: randomUUID(), address: null, now });
      if (ended > 0) log.info({ count: ended }, 'Automatic blocks ended');
      await this.forget(now().getTime());
      return untilDue(nextAt, { now: now(), longestMs: longestLookMs });
    } catch (err) {
      log.warn({ err }, 'Automatic blocks could not be looked up; trying again');
      return Math.min(longestLookMs, AFTER_FAILURE_MS);
    }
  }

  private async forget(nowMs: number): Promise<void> {
    if (nowMs - this.forgottenAt < FORGET_EVERY_MS) return;
    this.forgottenAt = nowMs;
    await forgetRates(this.options.db, new Date(nowMs - FORGET_AFTER_MS));
  }
}
