import type { Database, Transaction } from '@/lib/db/client';
import { lowerCase, upperCase } from '@/lib/domain/enum-case';
import { noticesOf } from '@/lib/domain/notices/notice-kinds';
import { LOOK_EVERY_MS } from '@/lib/domain/notices/notice-pace';
import { standingNotices } from '@/lib/domain/notices/standing-notices';

// Implementation notes
// - `notice` holds what is so, one row as long as it is: what comes back after it was settled is told anew. What is new
//   and for whom is decided once, in the transaction that makes the row; who chooses a kind later is told what comes later.
// - One look at a time, by whoever holds the row of `notice_sender`; the others have nothing to do. What stands is read
//   after the row is held: by what was read before, something new could be taken for settled and be told twice.

/** At one look, so that it ends in time whatever happened; the next one goes on. */
const FRESH_LIMIT = 10_000;
/** No organisation has more people at its console. */
const PEOPLE_LIMIT = 10_000;

/**
 * Looks up what there is to tell: what is new stands on the list of everybody who wants to know it, what is settled is
 * forgotten, and is not told to anybody any more.
 *
 * @returns whether it looked; false if somebody did so a moment ago, or does just now
 */
export async function gatherNotices(db: Database, now: Date): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const before = new Date(now.getTime() - LOOK_EVERY_MS + 1000);
    const turns = await tx.$executeRaw`
      UPDATE notice_sender SET looked_at = ${now}
      WHERE id IN (SELECT id FROM notice_sender WHERE looked_at IS NULL OR looked_at <= ${before}
        FOR UPDATE SKIP LOCKED)`;
    if (turns === 0) return false;
    const standing = await standingNotices(tx, now);
    const { people, kinds } = await listRecipients(tx);
    await tx.$executeRaw`
      WITH standing AS MATERIALIZED (${standing}), settled AS (
        DELETE FROM notice n WHERE NOT EXISTS (
          SELECT FROM standing s WHERE s.kind = n.kind AND s.subject = n.subject)
      ), fresh AS (
        INSERT INTO notice (kind, subject, noticed_at)
        SELECT s.kind, s.subject, ${now} FROM standing s
        WHERE NOT EXISTS (SELECT FROM notice n WHERE n.kind = s.kind AND n.subject = s.subject)
        LIMIT ${FRESH_LIMIT}
        ON CONFLICT DO NOTHING
        RETURNING id, kind
      )
      INSERT INTO notice_recipient (person_id, notice_id)
      SELECT r.person_id, f.id
      FROM fresh f JOIN unnest(${people}::uuid[], ${kinds}::"NoticeKind"[]) AS r (person_id, kind) ON r.kind = f.kind`;
    await tx.$executeRaw`
      INSERT INTO notice_delivery (person_id) SELECT DISTINCT person_id FROM notice_recipient ON CONFLICT DO NOTHING`;
    return true;
  });
}

/** Every pair of an active person and a kind that they are told. */
async function listRecipients(tx: Transaction) {
  const rows = await tx.administrator.findMany({
    where: { deactivatedAt: null },
    take: PEOPLE_LIMIT,
    select: { id: true, role: true, noticePreference: { select: { kinds: true } } },
  });
  const pairs = rows.flatMap(({ id, role, noticePreference }) =>
    noticesOf(lowerCase(role), noticePreference?.kinds.map(lowerCase) ?? null).map((kind) => ({ id, kind })),
  );
  return { people: pairs.map(({ id }) => id), kinds: pairs.map(({ kind }) => upperCase(kind)) };
}
