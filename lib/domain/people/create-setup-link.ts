import type { DomainContext } from '@/lib/domain/context';
import type { LinkIssued } from '@/lib/domain/people/contract';
import { issueLink } from '@/lib/domain/people/issue-link';
import { hasAdministrator, lockPeople } from '@/lib/domain/people/lock-people';
import { requirePermission } from '@/lib/domain/permissions';

/**
 * Makes the link by which the first administrator joins; good for 24 hours. Earlier set-up links stop working, so only
 * the one printed last opens the door.
 *
 * @returns null once there is an administrator
 * @throws DomainError `permission_denied`
 */
export async function createSetupLink(ctx: DomainContext): Promise<LinkIssued | null> {
  requirePermission(ctx.actor, 'people:manage');
  return ctx.db.$transaction(async (tx) => {
    await lockPeople(tx);
    if (await hasAdministrator(tx)) return null;
    return issueLink(tx, ctx, { purpose: 'SETUP' });
  });
}
