import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { hashConsolePassword } from '@/lib/domain/people/console-password';
import { FirstAdministratorInput } from '@/lib/domain/people/contract';
import { createPerson } from '@/lib/domain/people/create-person';
import { hasAdministrator, lockPeople } from '@/lib/domain/people/lock-people';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole } from '@/lib/domain/send-signals';

/**
 * Unattended set-up: makes the first administrator if there is none. Once there is one it changes nothing, so a password
 * that was changed in the console is not set back at the next start. Open set-up links are withdrawn.
 *
 * @returns whether the administrator was made
 * @throws DomainError `permission_denied`, `person_exists`; ZodError if address or password do not fit
 */
export async function ensureFirstAdministrator(ctx: DomainContext, input: FirstAdministratorInput): Promise<boolean> {
  requirePermission(ctx.actor, 'people:manage');
  if (await hasAdministrator(ctx.db)) return false;
  const { email, name, password } = FirstAdministratorInput.parse(input);
  const passwordHash = await hashConsolePassword(password);
  return ctx.db.$transaction(async (tx) => {
    await lockPeople(tx);
    if (await hasAdministrator(tx)) return false;
    const person = await createPerson(tx, ctx, { email, name, role: 'administrator', passwordHash });
    await tx.oneTimeLink.updateMany({
      where: { purpose: 'SETUP', usedAt: null, revokedAt: null },
      data: { revokedAt: ctx.now() },
    });
    await appendAudit(tx, ctx, {
      action: 'setup_completed',
      target: { kind: 'person', id: person.id, name: email },
      after: { email, name, role: 'administrator' },
    });
    await signalConsole(tx, { topic: 'people', id: person.id });
    return true;
  });
}
