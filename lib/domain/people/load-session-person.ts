import type { Database } from '@/lib/db/client';
import { lowerCase } from '@/lib/domain/enum-case';
import type { SessionPerson } from '@/lib/domain/people/contract';

/**
 * The person behind a session, read at every request, so that a change of role or password and a deactivation end the
 * session at once.
 *
 * @returns null if the session is over
 */
export async function loadSessionPerson(
  db: Database,
  id: string,
  sessionVersion: number,
): Promise<SessionPerson | null> {
  const person = await db.administrator.findFirst({
    where: { id, sessionVersion, deactivatedAt: null },
    select: { id: true, name: true, email: true, role: true },
  });
  return person && { ...person, role: lowerCase(person.role) };
}
