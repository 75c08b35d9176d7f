import { AFTER_FAILURE_MS, RepeatedLook, untilDue } from '@/engine/repeated-look';
import type { Database } from '@/lib/db/client';
import { exceptionChanges } from '@/lib/domain/exceptions/exception-changes';
import type { Logger } from '@/lib/log/logger';
import type { HeldRequests } from './held-requests';

// Implementation notes
// - Nobody is told when an exception begins or ends by its term, so each front end looks for itself at the next such
//   moment. Which one that is may change: a signal says so (`soon`).
// - What could not be looked up is looked up again with the same beginning, so that no moment is passed over.

/** Of more mailboxes at once, everything that is held is looked up. */
const MOST_MAILBOXES = 500;

export type ExceptionClockOptions = {
  readonly db: Database;
  readonly held: HeldRequests;
  readonly recheckHeld: () => void;
  readonly now: () => Date;
  readonly log: Logger;
  /** Longest sleep: a clock that was put right, or a signal of a version that is not known, is noticed after it. */
  readonly longestLookMs: number;
};

/** Ends held requests of mailboxes at the moment that one of their exceptions begins or ends by its term. */
export class ExceptionClock {
  private readonly looks: RepeatedLook;
  private since: Date;

  constructor(private readonly options: ExceptionClockOptions) {
    this.since = options.now();
    this.looks = new RepeatedLook(0, () => this.look());
  }

  /** Exceptions changed, or may have. */
  soon(): void {
    this.looks.soon();
  }

  /** Once this has resolved, nothing is looked up any more. */
  close(): Promise<void> {
    return this.looks.close();
  }

  private async look(): Promise<number> {
    const { db, held, recheckHeld, now, log, longestLookMs } = this.options;
    const until = now();
    let sleepMs = Math.min(longestLookMs, AFTER_FAILURE_MS);
    try {
      const limit = MOST_MAILBOXES + 1;
      const { mailboxes, nextAt } = await exceptionChanges(db, { since: this.since, until, limit });
      this.since = until;
      if (mailboxes.length > MOST_MAILBOXES) recheckHeld();
      else for (const mailbox of mailboxes) held.wake({ mailbox }, { why: 'recheck' });
      sleepMs = untilDue(nextAt, { now: now(), longestMs: longestLookMs });
    } catch (err) {
      log.warn({ err }, 'Exceptions could not be looked up; trying again');
    }
    return sleepMs;
  }
}
