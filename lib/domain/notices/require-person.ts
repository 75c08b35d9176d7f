import type { Actor, DomainContext } from '@/lib/domain/context';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * The person who asks. A token has no mailbox to be told anything in.
 *
 * @throws DomainError `permission_denied`
 */
export function requirePerson({ actor }: DomainContext): Extract<Actor, { kind: 'person' }> {
  if (actor.kind === 'person') return actor;
  throw new DomainError('permission_denied', `A ${actor.kind} gets no notices`);
}
