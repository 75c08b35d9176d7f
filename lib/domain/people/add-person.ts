import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { hashConsolePassword } from '@/lib/domain/people/console-password';
import type { AddPersonInput, PersonView } from '@/lib/domain/people/contract';
import { createPerson } from '@/lib/domain/people/create-person';
import { lockPeople } from '@/lib/domain/people/lock-people';
import { personView } from '@/lib/domain/people/person-view';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole } from '@/lib/domain/send-signals';

/**
 * Makes a person with a password that whoever asks has chosen: for the command line of the server. In the console people
 * choose their own (`invitePerson`). Open invitations of the address, and with the first administrator open set-up links,
 * are withdrawn.
 *
 * @throws DomainError `permission_denied`, `person_exists`
 */
export async function addPerson(ctx: DomainContext, input: AddPersonInput): Promise<PersonView> {
  requirePermission(ctx.actor, 'people:manage');
  const { email, name, role } = input;
  const passwordHash = await hashConsolePassword(input.password);
  return ctx.db.$transaction(async (tx) => {
    await lockPeople(tx);
    const { id } = await createPerson(tx, ctx, { email, name, role, passwordHash });
    const outdated = role === 'administrator' ? [{ email }, { purpose: 'SETUP' as const }] : [{ email }];
    await tx.oneTimeLink.updateMany({
      where: { OR: outdated, usedAt: null, revokedAt: null },
      data: { revokedAt: ctx.now() },
    });
    const row = await tx.administrator.findUniqueOrThrow({ where: { id }, select: personView.select });
    await appendAudit(tx, ctx, {
      action: 'person_joined',
      target: { kind: 'person', id, name: email },
      after: { email, name, role },
    });
    await signalConsole(tx, { topic: 'people', id });
    return personView.from(row, ctx.actor);
  });
}
