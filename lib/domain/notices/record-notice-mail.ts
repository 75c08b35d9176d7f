import type { Database } from '@/lib/db/client';
import type { NoticeClaim } from '@/lib/domain/notices/claim-notice-mail';
import { GIVE_UP_AFTER_MS, LOOK_EVERY_MS, pauseMs } from '@/lib/domain/notices/notice-pace';
import { signalConsole } from '@/lib/domain/send-signals';

// Implementation notes
// - The mail server's acceptance comes first, then the mark. Whoever is killed in between leaves a claim that runs out, and
//   the mail goes out once more: at least once, and twice only then.
// - What was accepted is taken off the list even if the claim has passed to somebody else meanwhile.

/** What a claimed mail told of. */
export interface NoticeAttempt extends NoticeClaim {
  noticeIds: readonly string[];
  now: Date;
}

const released = { claim: null, claimedUntil: null } as const;

/** Marks what a mail told of as told, once the mail server has accepted it. */
export async function recordNoticeSent(db: Database, attempt: NoticeAttempt): Promise<void> {
  const { personId, claim, now } = attempt;
  const well = { lastSentAt: now, failures: 0, failingSince: null, nextAttemptAt: null };
  await db.$transaction(async (tx) => {
    await takeOff(tx, attempt);
    await tx.noticeDelivery.updateMany({
      where: { personId, claim },
      data: { ...released, ...well, problem: null, problemAt: null, givenUpAt: null },
    });
    await signalConsole(tx, { topic: 'notices', id: personId });
  });
}

/**
 * Writes down why a mail did not go out, and when it is tried again. After a day of failures what it told of is given up.
 *
 * @returns whether it was given up
 */
export async function recordNoticeFailure(db: Database, attempt: NoticeAttempt, problem: string): Promise<boolean> {
  const { personId, claim, now } = attempt;
  return db.$transaction(async (tx) => {
    const where = { personId, claim };
    const before = await tx.noticeDelivery.findFirst({ where, select: { failures: true, failingSince: true } });
    if (!before) return false;
    const since = before.failingSince ?? now;
    const failures = before.failures + 1;
    const isOver = now.getTime() - since.getTime() >= GIVE_UP_AFTER_MS;
    if (isOver) await takeOff(tx, attempt);
    await tx.noticeDelivery.updateMany({
      where,
      data: {
        ...released,
        problem,
        problemAt: now,
        failures: isOver ? 0 : failures,
        failingSince: isOver ? null : since,
        nextAttemptAt: isOver ? null : new Date(now.getTime() + pauseMs(failures)),
        givenUpAt: isOver ? now : null,
      },
    });
    await signalConsole(tx, { topic: 'notices', id: personId });
    return isOver;
  });
}

/** Lets go of a mail that has nothing to tell any more. The next look takes what is settled off the list. */
export async function putNoticeOff(db: Database, { personId, claim }: NoticeClaim, now: Date): Promise<void> {
  const claimedUntil = new Date(now.getTime() + 2 * LOOK_EVERY_MS);
  await db.noticeDelivery.updateMany({ where: { personId, claim }, data: { claim: null, claimedUntil } });
}

async function takeOff(tx: Pick<Database, 'noticeRecipient'>, { personId, noticeIds }: NoticeAttempt): Promise<void> {
  await tx.noticeRecipient.deleteMany({ where: { personId, noticeId: { in: [...noticeIds] } } });
}
