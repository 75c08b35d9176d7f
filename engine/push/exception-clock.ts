import { RepeatedLook } from '@/engine/repeated-look';
import type { Database } from '@/lib/db/client';
import { exceptionChanges } from '@/lib/domain/exceptions/exception-changes';
import type { Logger } from '@/lib/log/logger';
import type { HeldRequests } from './held-requests';

// Implementation notes
// - Nobody is told when an exception begins or ends by its term, so each front end looks for itself: once at the next such
//   moment, and every few seconds for one that was added meanwhile.
// - What could not be looked up is looked up again with the same beginning, so that no moment is passed over.

/** An exception that is added to begin sooner than this takes effect so much too late for what is held. */
const LOOK_MS = 5000;
/** Of more mailboxes at once, everything that is held is looked up. */
const MOST_MAILBOXES = 500;

export type ExceptionClockOptions = {
  readonly db: Database;
  readonly held: HeldRequests;
  readonly recheckHeld: () => void;
  readonly now: () => Date;
  readonly log: Logger;
};

/** Ends held requests of mailboxes at the moment that one of their exceptions begins or ends by its term. */
export class ExceptionClock {
  private readonly looks: RepeatedLook;
  private since: Date;

  constructor(private readonly options: ExceptionClockOptions) {
    this.since = options.now();
    this.looks = new RepeatedLook(LOOK_MS, () => this.look());
  }

  /** Once this has resolved, nothing is looked up any more. */
  close(): Promise<void> {
    return this.looks.close();
  }

  private async look(): Promise<number> {
    const { db, held, recheckHeld, now, log } = this.options;
    const until = now();
    let sleepMs = LOOK_MS;
    try {
      const limit = MOST_MAILBOXES + 1;
      const { mailboxes, nextAt } = await exceptionChanges(db, { since: this.since, until, limit });
      this.since = until;
      if (mailboxes.length > MOST_MAILBOXES) recheckHeld();
      else for (const mailbox of mailboxes) held.wake({ mailbox }, { why: 'recheck' });
      if (nextAt !== null) sleepMs = Math.min(sleepMs, Math.max(1, nextAt.getTime() - now().getTime()));
    } catch (err) {
      log.warn({ err }, 'Exceptions could not be looked up; trying again');
    }
    return sleepMs;
  }
}
