import type { Transaction } from '@/lib/db/client';
import { upperCase } from '@/lib/domain/enum-case';
import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import type { PersonView, UpdatePersonInput } from '@/lib/domain/people/contract';
import { hasAdministrator, lockPeople } from '@/lib/domain/people/lock-people';
import { personView } from '@/lib/domain/people/person-view';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Changes name or role of a person, or whether they may sign in. A change of role or of that ends all their sessions,
 * and a deactivated person's open reset links stop working. What is already so is no change and leaves no trace.
 *
 * @throws DomainError `permission_denied`, `person_not_found`, `last_administrator`
 */
export async function updatePerson(ctx: DomainContext, input: UpdatePersonInput): Promise<PersonView> {
  requirePermission(ctx.actor, 'people:manage');
  return ctx.db.$transaction(async (tx) => {
    await lockPeople(tx);
    const row = await tx.administrator.findUnique({ where: { id: input.id }, select: personView.select });
    if (!row) throw new DomainError('person_not_found', input.id);
    const before = personView.from(row, ctx.actor);
    const change = changeOf(before, input);
    if (!change.isRenamed && !change.endsSessions) return before;
    if (change.isLossOfAdministrator && !(await hasAdministrator(tx, before.id))) {
      throw new DomainError('last_administrator', `${before.id} is the only administrator`);
    }
    const wasActive = before.deactivatedAt === null;
    const updated = await tx.administrator.update({
      where: { id: before.id },
      data: {
        name: change.name,
        role: upperCase(change.role),
        deactivatedAt: change.isActive ? null : wasActive ? ctx.now() : undefined,
        sessionVersion: change.endsSessions ? { increment: 1 } : undefined,
      },
      select: personView.select,
    });
    if (wasActive && !change.isActive) await withdrawResets(tx, before.id, ctx.now());
    const after = personView.from(updated, ctx.actor);
    await recordChange(tx, ctx, { before, after });
    await signalConsole(tx, { topic: 'people', id: before.id });
    return after;
  });
}

function changeOf(before: PersonView, input: UpdatePersonInput) {
  const wasActive = before.deactivatedAt === null;
  const { name = before.name, role = before.role, isActive = wasActive } = input;
  return {
    name,
    role,
    isActive,
    isRenamed: name !== before.name,
    endsSessions: role !== before.role || isActive !== wasActive,
    isLossOfAdministrator: wasActive && before.role === 'administrator' && !(isActive && role === 'administrator'),
  };
}

async function withdrawResets(tx: Transaction, personId: string, now: Date): Promise<void> {
  await tx.oneTimeLink.updateMany({ where: { personId, usedAt: null, revokedAt: null }, data: { revokedAt: now } });
}

type Change = { before: PersonView; after: PersonView };

async function recordChange(tx: Transaction, ctx: DomainContext, { before, after }: Change): Promise<void> {
  const target = { kind: 'person' as const, id: after.id, name: after.email };
  if (before.name !== after.name || before.role !== after.role) {
    await appendAudit(tx, ctx, {
      action: 'person_changed',
      target,
      before: { name: before.name, role: before.role },
      after: { name: after.name, role: after.role },
    });
  }
  if ((before.deactivatedAt === null) !== (after.deactivatedAt === null)) {
    const action = after.deactivatedAt === null ? 'person_reactivated' : 'person_deactivated';
    await appendAudit(tx, ctx, { action, target });
  }
}
