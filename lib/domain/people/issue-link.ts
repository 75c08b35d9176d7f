import type { Transaction } from '@/lib/db/client';
import { upperCase } from '@/lib/domain/enum-case';
import { createBearerSecret } from '@/lib/domain/bearer-secret';
import type { DomainContext } from '@/lib/domain/context';
import type { LinkIssued, Role } from '@/lib/domain/people/contract';

/** What a link is for decides what it fixes. */
export type LinkGrant =
  | { purpose: 'SETUP' }
  | { purpose: 'INVITATION'; email: string; role: Role }
  | { purpose: 'PASSWORD_RESET'; email: string; personId: string };

const HOUR_MS = 3_600_000;

/** How long each link stays good: an invitation waits for someone's inbox, the others for someone who is there. */
const validHours = { SETUP: 24, INVITATION: 7 * 24, PASSWORD_RESET: 24 } as const;

/**
 * Writes a one-time link and withdraws the open ones that it takes the place of, so that at most one link of a purpose
 * is good for one person. The caller has checked the permission and writes the audit event.
 *
 * @returns the secret, for the only time
 */
export async function issueLink(tx: Transaction, ctx: DomainContext, grant: LinkGrant): Promise<LinkIssued> {
  const now = ctx.now();
  const email = grant.purpose === 'SETUP' ? null : grant.email;
  await tx.oneTimeLink.updateMany({
    where: { purpose: grant.purpose, email, usedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
  const { secret, hash } = createBearerSecret('mal_');
  const link = await tx.oneTimeLink.create({
    data: {
      purpose: grant.purpose,
      secretHash: hash,
      email,
      role: grant.purpose === 'INVITATION' ? upperCase(grant.role) : null,
      personId: grant.purpose === 'PASSWORD_RESET' ? grant.personId : null,
      createdBy: ctx.actor.name,
      createdAt: now,
      expiresAt: new Date(now.getTime() + validHours[grant.purpose] * HOUR_MS),
    },
    select: { id: true, expiresAt: true },
  });
  return { id: link.id, token: secret, expiresAt: link.expiresAt.toISOString() };
}
