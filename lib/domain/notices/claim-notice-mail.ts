import { randomUUID } from 'node:crypto';
import type { Database } from '@/lib/db/client';
import { CLAIM_MS, GATHER_MS, MAIL_EVERY_MS, TROUBLE_MS } from '@/lib/domain/notices/notice-pace';

/** A person whose mail is due, and the proof that the caller is the one who sends it. */
export interface NoticeClaim {
  personId: string;
  claim: string;
}

const ago = (now: Date, ms: number) => new Date(now.getTime() - ms);

/**
 * Takes on the mail of one person that is due; null if none is. Nobody else gets it for two minutes, or until the outcome
 * is recorded: the claim of a process that was killed runs out.
 */
export async function claimNoticeMail(db: Database, now: Date): Promise<NoticeClaim | null> {
  const claim = randomUUID();
  const until = new Date(now.getTime() + CLAIM_MS);
  const [row] = await db.$queryRaw<{ personId: string }[]>`
    UPDATE notice_delivery SET claim = ${claim}::uuid, claimed_until = ${until}
    WHERE person_id = (
      SELECT d.person_id FROM notice_delivery d
      WHERE (d.claimed_until IS NULL OR d.claimed_until <= ${now})
        AND (d.last_sent_at IS NULL OR d.last_sent_at <= ${ago(now, MAIL_EVERY_MS)})
        AND (d.next_attempt_at IS NULL OR d.next_attempt_at <= ${now})
        AND EXISTS (
          SELECT FROM notice_recipient r JOIN notice n ON n.id = r.notice_id
          WHERE r.person_id = d.person_id AND n.noticed_at <=
            CASE n.kind WHEN 'MAIL_SERVER' THEN ${ago(now, TROUBLE_MS)}::timestamptz
              ELSE ${ago(now, GATHER_MS)}::timestamptz END)
      ORDER BY d.next_attempt_at ASC NULLS FIRST, d.person_id
      LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING person_id AS "personId"`;
  return row ? { personId: row.personId, claim } : null;
}
