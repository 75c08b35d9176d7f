import { lowerCase } from '@/lib/domain/enum-case';
import type { DomainContext } from '@/lib/domain/context';
import type { InvitationView, PeopleList } from '@/lib/domain/people/contract';
import { whereLinkUsable } from '@/lib/domain/people/one-time-link';
import { personView } from '@/lib/domain/people/person-view';
import { requirePermission } from '@/lib/domain/permissions';

/** People are the staff of one organisation: a list this long means that something is wrong. */
const LIMIT = 1000;

/**
 * Everybody who signs in to the console, deactivated people included, and the links that are still open.
 *
 * @throws DomainError `permission_denied`
 */
export async function listPeople(ctx: DomainContext): Promise<PeopleList> {
  requirePermission(ctx.actor, 'people:read');
  const [people, links] = await Promise.all([
    ctx.db.administrator.findMany({
      select: personView.select,
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: LIMIT,
    }),
    ctx.db.oneTimeLink.findMany({
      where: { purpose: { in: ['INVITATION', 'PASSWORD_RESET'] }, ...whereLinkUsable(ctx.now()) },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: LIMIT,
    }),
  ]);
  return {
    people: people.map((person) => personView.from(person, ctx.actor)),
    invitations: links.map((link): InvitationView => ({
      id: link.id,
      purpose: link.purpose === 'INVITATION' ? 'invitation' : 'password_reset',
      email: link.email ?? '',
      role: link.role && lowerCase(link.role),
      createdBy: link.createdBy,
      createdAt: link.createdAt.toISOString(),
      expiresAt: link.expiresAt.toISOString(),
    })),
  };
}
