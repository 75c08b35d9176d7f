import { Prisma } from '@/lib/db/generated/client';

/** Stands for a group that is not there yet; nothing else has this id. */
export const NEW_GROUP_ID = '00000000-0000-0000-0000-000000000000';

/** Greater than what any group has: a new one comes last. */
const LAST_POSITION = 2_147_483_647;

/** A group as it is to be. */
export interface PlannedGroup {
  id: string;
  patterns: readonly string[];
  /** Last, unless given. */
  position?: number;
}

/** Groups that change: to something else, or, named among the removed, to nothing. */
export interface GroupPlan {
  changed: readonly PlannedGroup[];
  removedIds?: readonly string[];
}

/**
 * SQL: the mailboxes that would change their group, with `id`, `name`, `before` and `after`. What the triggers do when the
 * change is made: only a group that changes can gain or lose a mailbox, and only one whose group nobody chose.
 */
export function plannedMoves({ changed, removedIds = [] }: GroupPlan): Prisma.Sql {
  const planned = JSON.stringify(changed.map((group) => ({ position: LAST_POSITION, ...group })));
  const touched = [...changed.map(({ id }) => id), ...removedIds];
  return Prisma.sql`(
    WITH likes AS MATERIALIZED (
      SELECT g.id, g.position, g.likes FROM mailbox_group g
      WHERE g.id <> ALL (${touched}::uuid[]) AND g.likes <> '{}'
      UNION ALL
      SELECT p.id, p.position, group_likes(p.patterns)
      FROM jsonb_to_recordset(${planned}::jsonb) AS p (id uuid, position int, patterns text[])
    ), wanted AS MATERIALIZED (
      SELECT m.id, m.name, m.group_id AS before, (
        SELECT l.id FROM likes l WHERE m.name LIKE ANY (l.likes) ORDER BY l.position, l.id LIMIT 1
      ) AS after
      FROM mailbox m
      WHERE m.group_choice = 'AUTOMATIC' AND (
        m.group_id = ANY (${touched}::uuid[])
        OR m.name LIKE ANY (ARRAY(SELECT unnest(l.likes) FROM likes l WHERE l.id = ANY (${touched}::uuid[]))))
    )
    SELECT w.id, w.name, w.before, w.after FROM wanted w WHERE w.before IS DISTINCT FROM w.after)`;
}
