import type { Transaction } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { clearThrottle, emailKey } from '@/lib/domain/people/sign-in-throttle';
import { signalConsole } from '@/lib/domain/send-signals';

export type PasswordChange = { person: { id: string; email: string }; passwordHash: string };

/**
 * Gives a person a new password: every session ends, open pages are told so, open reset links stop working, and failed
 * sign-ins are forgotten, so that the person can use it at once. The caller writes the audit event.
 *
 * @returns the session version that new sessions have to carry
 */
export async function setPassword(tx: Transaction, ctx: DomainContext, change: PasswordChange): Promise<number> {
  const { person, passwordHash } = change;
  const { sessionVersion } = await tx.administrator.update({
    where: { id: person.id },
    data: { passwordHash, sessionVersion: { increment: 1 } },
    select: { sessionVersion: true },
  });
  await tx.oneTimeLink.updateMany({
    where: { purpose: 'PASSWORD_RESET', personId: person.id, usedAt: null, revokedAt: null },
    data: { revokedAt: ctx.now() },
  });
  await clearThrottle(tx, emailKey(person.email));
  await signalConsole(tx, { topic: 'people', id: person.id });
  return sessionVersion;
}
