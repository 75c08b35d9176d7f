import type { Database } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/client';
import type { MovedMailboxes } from '@/lib/domain/mailboxes/contract';

const NAMED_MAILBOXES = 20;

/**
 * How many mailboxes move, and the first twenty with the groups they come from and go to. A group that is not there yet has
 * no name.
 *
 * @param moves of `plannedMoves`, as `t`
 * @param which of them; all unless given
 */
export async function countMoves(
  db: Database,
  moves: Prisma.Sql,
  which: Prisma.Sql = Prisma.sql`TRUE`,
): Promise<MovedMailboxes> {
  const rows = await db.$queryRaw<(MovedMailboxes['mailboxes'][number] & { total: number })[]>`
    SELECT t.id, t.name, old.name AS "from", new.name AS "to", t.total FROM (
      SELECT t.*, (count(*) OVER ())::int AS total FROM ${moves} t WHERE ${which} ORDER BY t.name
      LIMIT ${NAMED_MAILBOXES}::int
    ) t
    LEFT JOIN mailbox_group old ON old.id = t.before LEFT JOIN mailbox_group new ON new.id = t.after
    ORDER BY t.name`;
  return { count: rows[0]?.total ?? 0, mailboxes: rows.map(({ total: _total, ...mailbox }) => mailbox) };
}
