import type { Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import type { ExceptionList, ExceptionListQuery } from '@/lib/domain/exceptions/contract';
import { exceptionSelect, toExceptionViews } from '@/lib/domain/exceptions/exception-view';
import { escapeLike } from '@/lib/domain/like-pattern';
import { requirePermission } from '@/lib/domain/permissions';

/** Exceptions are few by their nature; whoever has more finds them by searching. */
const LIMIT = 1000;

/**
 * Exceptions, the newest beginning first: those that hold or will hold, the past ones, or all. Past ones are kept.
 *
 * @throws DomainError `permission_denied`
 */
export async function listExceptions(ctx: DomainContext, query: ExceptionListQuery): Promise<ExceptionList> {
  requirePermission(ctx.actor, 'exception:read');
  const now = ctx.now();
  const rows = await ctx.db.policyException.findMany({
    where: { AND: [whereState(query.state, now), whereFound(query.search)] },
    select: exceptionSelect,
    orderBy: [{ startsAt: 'desc' }, { id: 'desc' }],
    take: LIMIT,
  });
  return { exceptions: await toExceptionViews(ctx.db, rows, now) };
}

function whereState(state: ExceptionListQuery['state'], now: Date): Prisma.PolicyExceptionWhereInput {
  if (state === 'all') return {};
  if (state === 'past') return { OR: [{ endedAt: { not: null } }, { endsAt: { lte: now } }] };
  return { endedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now } }] };
}

function whereFound(search: string | undefined): Prisma.PolicyExceptionWhereInput {
  if (!search) return {};
  const found = { contains: escapeLike(search), mode: 'insensitive' as const };
  return {
    OR: [
      { mailbox: { OR: [{ name: found }, { displayName: found }] } },
      { group: { name: found } },
      { groupName: found },
      { reason: found },
      { approvedBy: found },
    ],
  };
}
