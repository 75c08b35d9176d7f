import type { Database } from '@/lib/db/client';
import { CLAIM_MS, TEST_COUNTS_MS } from '@/lib/domain/notices/notice-pace';
import { signalConsole } from '@/lib/domain/send-signals';

/** A test mail that somebody waits for. */
export interface NoticeTestClaim {
  personId: string;
  requestedAt: Date;
}

/** Takes on one test mail that was asked for in the last ten minutes; null if there is none. Nobody else gets it for two minutes. */
export async function claimNoticeTest(db: Database, now: Date): Promise<NoticeTestClaim | null> {
  const [row] = await db.$queryRaw<NoticeTestClaim[]>`
    UPDATE notice_test SET claimed_until = ${new Date(now.getTime() + CLAIM_MS)}
    WHERE person_id = (
      SELECT person_id FROM notice_test
      WHERE answered_at IS NULL AND requested_at > ${new Date(now.getTime() - TEST_COUNTS_MS)}
        AND (claimed_until IS NULL OR claimed_until <= ${now})
      ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING person_id AS "personId", requested_at AS "requestedAt"`;
  return row ?? null;
}

/** Writes down how a test mail went; null: the mail server accepted it. */
export async function recordNoticeTest(
  db: Database,
  { personId, requestedAt }: NoticeTestClaim,
  outcome: { problem: string | null; now: Date },
): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.noticeTest.updateMany({
      where: { personId, requestedAt, answeredAt: null },
      data: { answeredAt: outcome.now, problem: outcome.problem, claimedUntil: null },
    });
    await signalConsole(tx, { topic: 'notices', id: personId });
  });
}
