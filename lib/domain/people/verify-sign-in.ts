import { lowerCase } from '@/lib/domain/enum-case';
import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { asPerson } from '@/lib/domain/people/acting-person';
import { verifyConsolePassword } from '@/lib/domain/people/console-password';
import type { SignedIn, SignInInput } from '@/lib/domain/people/contract';
import { noteRefusedSignIn, noteThrottledSignIn } from '@/lib/domain/people/note-refused-sign-in';
import {
  addressKey,
  claimAttempt,
  clearThrottle,
  emailKey,
  releaseAttempt,
  sweepThrottle,
} from '@/lib/domain/people/sign-in-throttle';
import { DomainError } from '@/lib/errors/domain-error';

const select = {
  id: true,
  email: true,
  name: true,
  role: true,
  passwordHash: true,
  sessionVersion: true,
  deactivatedAt: true,
} as const;

/**
 * Checks e-mail address and password of a person. An unknown address, a wrong password and a deactivated person get the
 * same answer after the same work. Failures are counted per e-mail address and per client network; from the limit on,
 * each one makes the next attempt wait longer, up to a quarter of an hour, whatever the password.
 *
 * @throws DomainError `sign_in_refused`, `sign_in_throttled` with `retryAfterSeconds`
 */
export async function verifySignIn(ctx: DomainContext, input: SignInInput): Promise<SignedIn> {
  await claimSignIn(ctx, input.email);
  const person = await ctx.db.administrator.findUnique({ where: { email: input.email }, select });
  const isMatch = await verifyConsolePassword(person?.passwordHash ?? null, input.password);
  if (!person || !isMatch || person.deactivatedAt !== null) {
    await noteRefusedSignIn(ctx, { email: input.email, person, isMatch });
    throw new DomainError('sign_in_refused', 'E-mail address or password is wrong');
  }
  const { id, email, name, sessionVersion } = person;
  const role = lowerCase(person.role);
  await ctx.db.$transaction(async (tx) => {
    await clearThrottle(tx, emailKey(email));
    if (ctx.address !== null) await releaseAttempt(tx, addressKey(ctx.address));
    await sweepThrottle(tx, ctx.now());
    await tx.administrator.update({ where: { id }, data: { lastSignInAt: ctx.now() }, select: { id: true } });
    await appendAudit(tx, asPerson(ctx, { id, name, role }), {
      action: 'signed_in',
      target: { kind: 'person', id, name: email },
    });
  });
  return { id, email, name, role, sessionVersion };
}

async function claimSignIn(ctx: DomainContext, email: string): Promise<void> {
  try {
    await ctx.db.$transaction(async (tx) => {
      await claimAttempt(tx, emailKey(email), ctx.now());
      if (ctx.address !== null) await claimAttempt(tx, addressKey(ctx.address), ctx.now());
    });
  } catch (error) {
    if (error instanceof DomainError && error.code === 'sign_in_throttled') {
      await noteThrottledSignIn(ctx, email, error);
    }
    throw error;
  }
}
