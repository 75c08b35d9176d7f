import type { Database } from '@/lib/db/client';

type Period = { since: Date; until: Date; limit: number };

/**
 * Mailboxes for which an exception began or ended by its term after `since` and up to `until`, themselves or by their
 * group; and the next moment after that at which one does, null if none is known.
 */
export async function exceptionChanges(
  db: Database,
  { since, until, limit }: Period,
): Promise<{ mailboxes: string[]; nextAt: Date | null }> {
  const [changed, next] = await Promise.all([
    db.$queryRaw<{ name: string }[]>`
      SELECT DISTINCT m.name
      FROM policy_exception e JOIN mailbox m ON m.id = e.mailbox_id OR m.group_id = e.group_id
      WHERE e.ended_at IS NULL
        AND ((e.starts_at > ${since} AND e.starts_at <= ${until}) OR (e.ends_at > ${since} AND e.ends_at <= ${until}))
      LIMIT ${limit}`,
    db.$queryRaw<{ at: Date | null }[]>`
      SELECT least(
        (SELECT min(starts_at) FROM policy_exception WHERE ended_at IS NULL AND starts_at > ${until}),
        (SELECT min(ends_at) FROM policy_exception WHERE ended_at IS NULL AND ends_at > ${until})) AS at`,
  ]);
  return { mailboxes: changed.map(({ name }) => name), nextAt: next[0]?.at ?? null };
}
