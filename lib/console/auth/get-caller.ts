import type { DomainContext } from '@/lib/domain/context';
import type { Caller } from '@/lib/domain/people/contract';
import { DomainError } from '@/lib/errors/domain-error';

/** Who is calling, as the interface greets them. */
export async function getCaller({ actor, db }: DomainContext): Promise<Caller> {
  const { id, name } = actor;
  if (actor.kind === 'token') return { kind: 'token', id, name, role: actor.role, email: null };
  if (actor.kind !== 'person') throw new DomainError('signed_out', `A ${actor.kind} has no session`);
  const person = await db.administrator.findUnique({ where: { id }, select: { email: true } });
  return { kind: 'person', id, name, role: actor.role, email: person?.email ?? null };
}
