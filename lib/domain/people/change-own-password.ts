import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { hashConsolePassword, verifyConsolePassword } from '@/lib/domain/people/console-password';
import type { ChangePasswordInput, PasswordChanged } from '@/lib/domain/people/contract';
import { setPassword } from '@/lib/domain/people/set-password';
import { claimAttempt, emailKey } from '@/lib/domain/people/sign-in-throttle';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Gives the person who asks a new password and ends all their sessions; the session at hand may go on with the version
 * returned. A wrong current password counts as a failed sign-in: an unattended screen is no place to try passwords.
 *
 * @throws DomainError `permission_denied` (not a person), `wrong_password`, `sign_in_throttled`, `signed_out`
 */
export async function changeOwnPassword(ctx: DomainContext, input: ChangePasswordInput): Promise<PasswordChanged> {
  const { actor, db } = ctx;
  if (actor.kind !== 'person') throw new DomainError('permission_denied', `A ${actor.kind} has no password`);
  const person = await db.administrator.findUnique({
    where: { id: actor.id },
    select: { id: true, email: true, passwordHash: true },
  });
  if (!person) throw new DomainError('signed_out', `Person ${actor.id} is gone`);
  await db.$transaction((tx) => claimAttempt(tx, emailKey(person.email), ctx.now()));
  if (!(await verifyConsolePassword(person.passwordHash, input.currentPassword))) {
    throw new DomainError('wrong_password', `Wrong current password of ${person.id}`);
  }
  const passwordHash = await hashConsolePassword(input.newPassword);
  return db.$transaction(async (tx) => {
    const sessionVersion = await setPassword(tx, ctx, { person, passwordHash });
    await appendAudit(tx, ctx, {
      action: 'password_changed',
      target: { kind: 'person', id: person.id, name: person.email },
      after: { by: 'current_password' },
    });
    return { sessionVersion };
  });
}
