import type { DomainContext } from '@/lib/domain/context';
import type { Role } from '@/lib/domain/people/contract';

/** The context of somebody who has just proved who they are, by a link or a password, and has no session yet. */
export function asPerson(ctx: DomainContext, person: { id: string; name: string; role: Role }): DomainContext {
  return { ...ctx, actor: { kind: 'person', id: person.id, name: person.name, role: person.role } };
}
