import { Prisma } from '@/lib/db/generated/client';

/** SQL: whether the exception under this alias holds at this instant; `isExceptionActive` says the same. */
export function isActive(alias: 'e' | 'x', now: Date): Prisma.Sql {
  const e = Prisma.raw(alias);
  return Prisma.sql`(${e}.starts_at <= ${now}::timestamptz
    AND (${e}.ends_at IS NULL OR ${e}.ends_at > ${now}::timestamptz)
    AND (${e}.ended_at IS NULL OR ${e}.ended_at > ${now}::timestamptz))`;
}

// What is implied is said as well (a group, some settings): PostgreSQL then begins with the few exceptions there are, and not
// with all mailboxes. Every question about devices asks this.

/** SQL: ids of the mailboxes that are exempt from everything, themselves or by their group. */
export function fullyExemptMailboxes(now: Date): Prisma.Sql {
  return Prisma.sql`(
    SELECT e.mailbox_id FROM policy_exception e
    WHERE e.mailbox_id IS NOT NULL AND cardinality(e.settings) = 0 AND ${isActive('e', now)}
    UNION ALL
    SELECT g.id FROM policy_exception e JOIN mailbox g ON g.group_id = e.group_id
    WHERE e.group_id IS NOT NULL AND cardinality(e.settings) = 0 AND ${isActive('e', now)})`;
}

/**
 * SQL: `mailbox_id` and `exempt_key` of the mailboxes that are exempt from named settings: the names, sorted, with commas in
 * between.
 */
export function partlyExemptMailboxes(now: Date): Prisma.Sql {
  return Prisma.sql`(
    SELECT t.mailbox_id, string_agg(DISTINCT t.name, ',' ORDER BY t.name) AS exempt_key
    FROM (
      SELECT e.mailbox_id, unnest(e.settings) COLLATE "C" AS name FROM policy_exception e
      WHERE e.mailbox_id IS NOT NULL AND cardinality(e.settings) > 0 AND ${isActive('e', now)}
      UNION ALL
      SELECT g.id, unnest(e.settings) COLLATE "C" FROM policy_exception e JOIN mailbox g ON g.group_id = e.group_id
      WHERE e.group_id IS NOT NULL AND cardinality(e.settings) > 0 AND ${isActive('e', now)}
    ) t
    GROUP BY t.mailbox_id)`;
}
