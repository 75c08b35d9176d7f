import type { AccessSwitches } from '@/lib/domain/access/contract';
import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';

const LIMIT = 200;

/**
 * Every group with its switch, and the mailboxes that have one of their own.
 *
 * @throws DomainError `permission_denied`
 */
export async function listSwitches(ctx: DomainContext): Promise<AccessSwitches> {
  requirePermission(ctx.actor, 'access:read');
  const select = { id: true, name: true, isEasEnabled: true } as const;
  const orderBy = { name: 'asc' } as const;
  const [groups, mailboxes] = await Promise.all([
    ctx.db.group.findMany({ select, orderBy, take: LIMIT }),
    ctx.db.mailbox.findMany({ where: { isEasEnabled: { not: null } }, select, orderBy, take: LIMIT }),
  ]);
  const own = mailboxes.flatMap(({ isEasEnabled, ...mailbox }) =>
    isEasEnabled === null ? [] : [{ ...mailbox, isEasEnabled }],
  );
  return { groups, mailboxes: own };
}
