import type { Transaction } from '@/lib/db/client';
import { lowerCase } from '@/lib/domain/enum-case';
import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { asPerson } from '@/lib/domain/people/acting-person';
import { hashConsolePassword } from '@/lib/domain/people/console-password';
import type { LinkRedeemed, RedeemLinkInput } from '@/lib/domain/people/contract';
import { createPerson, type NewPerson } from '@/lib/domain/people/create-person';
import { hasAdministrator, lockPeople } from '@/lib/domain/people/lock-people';
import { consumeLink, getUsableLink } from '@/lib/domain/people/one-time-link';
import { setPassword } from '@/lib/domain/people/set-password';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

type UsableLink = Awaited<ReturnType<typeof getUsableLink>>;

/**
 * Uses a link: set-up makes the first administrator, an invitation a person with the role it names, a reset gives a
 * person a new password and ends their sessions. Link, person and audit event change together or not at all, and of two
 * who redeem at once one is told that the link is used up.
 *
 * @throws DomainError `link_not_usable`, `setup_done`, `person_exists`, `invalid_input` (a name or address is missing)
 */
export async function redeemLink(ctx: DomainContext, input: RedeemLinkInput): Promise<LinkRedeemed> {
  const now = ctx.now();
  const link = await getUsableLink(ctx.db, input.token, now);
  // Before the transaction: hashing is slow, and nobody should wait for the lock meanwhile.
  const passwordHash = await hashConsolePassword(input.password);
  const email = await ctx.db.$transaction(async (tx) => {
    await lockPeople(tx);
    await consumeLink(tx, link.id, now);
    return link.purpose === 'PASSWORD_RESET'
      ? resetPassword(tx, ctx, { link, passwordHash })
      : join(tx, ctx, { link, input, passwordHash });
  });
  return { email };
}

type Joining = { link: UsableLink; input: RedeemLinkInput; passwordHash: string };

async function join(tx: Transaction, ctx: DomainContext, { link, input, passwordHash }: Joining): Promise<string> {
  const isSetup = link.purpose === 'SETUP';
  if (isSetup && (await hasAdministrator(tx))) throw new DomainError('setup_done', 'Set-up link after the set-up');
  const newcomer: NewPerson = {
    email: required('email', link.email ?? input.email),
    name: required('name', input.name),
    role: isSetup ? 'administrator' : lowerCase(required('role', link.role)),
    passwordHash,
  };
  const person = await createPerson(tx, ctx, newcomer);
  await appendAudit(tx, asPerson(ctx, person), {
    action: isSetup ? 'setup_completed' : 'person_joined',
    target: { kind: 'person', id: person.id, name: person.email },
    after: { email: person.email, name: person.name, role: person.role },
  });
  await signalConsole(tx, { topic: 'people', id: person.id });
  return person.email;
}

type Resetting = { link: UsableLink; passwordHash: string };

async function resetPassword(tx: Transaction, ctx: DomainContext, { link, passwordHash }: Resetting): Promise<string> {
  const person = await tx.administrator.findFirst({
    where: { id: required('person', link.personId), deactivatedAt: null },
    select: { id: true, email: true, name: true, role: true },
  });
  if (!person) throw new DomainError('link_not_usable', `Person ${link.personId} may not sign in any more`);
  await setPassword(tx, ctx, { person, passwordHash });
  await appendAudit(tx, asPerson(ctx, { ...person, role: lowerCase(person.role) }), {
    action: 'password_changed',
    target: { kind: 'person', id: person.id, name: person.email },
    after: { by: 'link' },
  });
  return person.email;
}

function required<T>(field: string, value: T | null | undefined): T {
  if (value === null || value === undefined) {
    throw new DomainError('invalid_input', `The link does not fix the ${field} and none was given`, {
      details: { field },
    });
  }
  return value;
}
