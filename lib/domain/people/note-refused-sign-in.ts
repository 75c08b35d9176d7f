import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { EmailAddress } from '@/lib/domain/people/contract';
import { addressKey, emailKey, mayNoteThrottled } from '@/lib/domain/people/sign-in-throttle';
import type { DomainError } from '@/lib/errors/domain-error';

type Refused = { email: string; person: { id: string; deactivatedAt: Date | null } | null; isMatch: boolean };

/** Writes to the history why a sign-in was refused. The person who tried is not told; who reads the history is. */
export async function noteRefusedSignIn(ctx: DomainContext, refused: Refused): Promise<void> {
  const { email, person, isMatch } = refused;
  const because = person === null ? 'unknown_person' : isMatch ? 'deactivated' : 'wrong_password';
  await ctx.db.$transaction((tx) =>
    appendAudit(tx, ctx, {
      action: 'sign_in_refused',
      target: { kind: 'person', id: person?.id ?? null, name: nameable(email) },
      after: { because },
    }),
  );
}

/** Writes to the history that sign-ins are being throttled, once a minute for each e-mail address or network. */
export async function noteThrottledSignIn(ctx: DomainContext, email: string, error: DomainError): Promise<void> {
  const isByAddress = error.details.throttledBy === 'address' && ctx.address !== null;
  const key = isByAddress && ctx.address !== null ? addressKey(ctx.address) : emailKey(email);
  await ctx.db.$transaction(async (tx) => {
    if (!(await mayNoteThrottled(tx, key, ctx.now()))) return;
    await appendAudit(tx, ctx, {
      action: 'sign_in_refused',
      target: { kind: 'person', id: null, name: nameable(email) },
      after: { because: isByAddress ? 'too_many_failures_of_address' : 'too_many_failures_of_email' },
    });
  });
}

/** People type their password into the wrong field: what is no e-mail address is not kept in a history for ever. */
function nameable(email: string): string {
  return EmailAddress.safeParse(email).success ? email : '(not an e-mail address)';
}
