import type { PersonView } from '@/lib/domain/people/contract';

/** True if nobody else could administer: such a person keeps role and access until there is another administrator. */
export function isLastAdministrator(person: PersonView, people: readonly PersonView[]): boolean {
  const isActive = ({ role, deactivatedAt }: PersonView) => role === 'administrator' && deactivatedAt === null;
  return isActive(person) && !people.some((other) => other.id !== person.id && isActive(other));
}
