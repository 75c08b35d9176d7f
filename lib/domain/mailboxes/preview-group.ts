import { Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import type { GroupImpact, PreviewGroupInput } from '@/lib/domain/mailboxes/contract';
import { countMoves } from '@/lib/domain/mailboxes/count-moves';
import { NEW_GROUP_ID, plannedMoves, type PlannedGroup } from '@/lib/domain/mailboxes/planned-moves';
import { plannedMovesImpact } from '@/lib/domain/mailboxes/planned-moves-impact';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

const NAMED_MAILBOXES = 20;

/**
 * What saving these patterns would do: whom they match, who comes into the group and who leaves it, and which devices would
 * have to provision again for that.
 *
 * @throws DomainError `permission_denied`, `group_not_found`
 */
export async function previewGroup(ctx: DomainContext, input: PreviewGroupInput): Promise<GroupImpact> {
  requirePermission(ctx.actor, 'mailbox:read');
  const { db } = ctx;
  const { patterns } = input;
  const group = await findGroup(ctx, input);
  const moves = plannedMoves({ changed: [group] });
  const matches = await db.$queryRaw<{ name: string; total: number }[]>`
    SELECT m.name, (count(*) OVER ())::int AS total FROM mailbox m
    WHERE m.name LIKE ANY (group_likes(${patterns}::text[])) ORDER BY m.name LIMIT ${NAMED_MAILBOXES}::int`;
  return {
    matches: { count: matches[0]?.total ?? 0, names: matches.map(({ name }) => name) },
    joins: await countMoves(db, moves, Prisma.sql`t.after = ${group.id}::uuid`),
    leaves: await countMoves(db, moves, Prisma.sql`t.before = ${group.id}::uuid`),
    provisionAgain: await plannedMovesImpact(db, ctx.now(), moves),
  };
}

async function findGroup({ db }: DomainContext, { groupId, patterns }: PreviewGroupInput): Promise<PlannedGroup> {
  if (groupId === null) return { id: NEW_GROUP_ID, patterns };
  const row = await db.group.findUnique({ where: { id: groupId }, select: { position: true } });
  if (!row) throw new DomainError('group_not_found', groupId);
  return { id: groupId, patterns, position: row.position };
}
