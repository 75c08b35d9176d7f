import type { Database, Transaction } from '@/lib/db/client';
import { hashBearerSecret } from '@/lib/domain/bearer-secret';
import { DomainError } from '@/lib/errors/domain-error';

const select = { id: true, purpose: true, email: true, role: true, personId: true } as const;

/** Links that still open something at this instant. */
export function whereLinkUsable(now: Date) {
  return { usedAt: null, revokedAt: null, expiresAt: { gt: now } };
}

/**
 * The link behind a secret, as long as it is good for something. Whoever acts on it has to consume it first.
 *
 * @throws DomainError `link_not_usable`, the same for a link that never was, has expired, was withdrawn or is used up
 */
export async function getUsableLink(db: Database | Transaction, token: string, now: Date) {
  const where = { secretHash: hashBearerSecret(token), ...whereLinkUsable(now) };
  const link = await db.oneTimeLink.findFirst({ where, select });
  if (!link) throw new DomainError('link_not_usable', 'No usable link has this secret');
  return link;
}

/**
 * Uses the link up. Of two who try at once one comes through: the condition is part of the update.
 *
 * @throws DomainError `link_not_usable`
 */
export async function consumeLink(tx: Transaction, id: string, now: Date): Promise<void> {
  const { count } = await tx.oneTimeLink.updateMany({ where: { id, ...whereLinkUsable(now) }, data: { usedAt: now } });
  if (count !== 1) throw new DomainError('link_not_usable', `Link ${id} was used meanwhile`);
}
