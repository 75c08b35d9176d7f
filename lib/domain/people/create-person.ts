import { isUniqueViolation, type Transaction } from '@/lib/db/client';
import { upperCase } from '@/lib/domain/enum-case';
import type { DomainContext } from '@/lib/domain/context';
import type { Role } from '@/lib/domain/people/contract';
import { DomainError } from '@/lib/errors/domain-error';

export type NewPerson = { email: string; name: string; role: Role; passwordHash: string };

/**
 * Writes the row of a person. The caller has decided that they may join and writes the audit event.
 *
 * @throws DomainError `person_exists`
 */
export async function createPerson(tx: Transaction, ctx: DomainContext, person: NewPerson) {
  const data = { ...person, role: upperCase(person.role), createdAt: ctx.now() };
  const { id } = await tx.administrator.create({ data, select: { id: true } }).catch((error: unknown) => {
    // The index decides, not a read before the write: two links for one address can be redeemed at once.
    throw isUniqueViolation(error)
      ? new DomainError('person_exists', 'E-mail address is taken', { cause: error })
      : error;
  });
  return { id, email: person.email, name: person.name, role: person.role };
}
