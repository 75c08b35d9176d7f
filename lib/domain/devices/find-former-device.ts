import { openCommandSelect, toOpenCommand } from '@/lib/domain/commands/find-open-command';
import type { OpenCommand } from '@/lib/domain/commands/find-open-command';
import type { DomainContext } from '@/lib/domain/context';

/** More mailboxes with an order pending on one phone than any phone has. */
const MATCH_LIMIT = 20;

/**
 * The open commands that a request may be about whose sign-in fails: for this phone, and for a mailbox that the presented
 * name can mean. That the request comes from the device is proved by the caller, with the hash and the key of the command.
 *
 * @param claim `mailboxClaim` as presented: `user`, `user@domain` or `DOMAIN\user`; `deviceKey` in lower case
 */
export async function findOpenCommandByClaim(
  ctx: Pick<DomainContext, 'db'>,
  claim: { mailboxClaim: string; deviceKey: string },
): Promise<(OpenCommand & { mailbox: string })[]> {
  const rows = await ctx.db.deviceCommand.findMany({
    where: { deviceKey: claim.deviceKey, closedAt: null },
    select: { ...openCommandSelect, mailbox: true },
    orderBy: { queuedAt: 'asc' },
    take: MATCH_LIMIT,
  });
  return rows
    .filter((row) => canMean(claim.mailboxClaim, row.mailbox))
    .map((row) => ({ ...toOpenCommand(row), mailbox: row.mailbox }));
}

/** True if the names are equal where both have a domain, and in the part before it where one has none. */
function canMean(claim: string, mailbox: string): boolean {
  // A Windows domain is not a mail domain: it says nothing about the part after the @.
  const claimed = splitName(claim.slice(claim.lastIndexOf('\\') + 1));
  const known = splitName(mailbox);
  if (claimed.user !== known.user) return false;
  return claimed.domain === null || known.domain === null || claimed.domain === known.domain;
}

function splitName(name: string): { user: string; domain: string | null } {
  const lower = name.trim().toLowerCase();
  const at = lower.lastIndexOf('@');
  return at < 0 ? { user: lower, domain: null } : { user: lower.slice(0, at), domain: lower.slice(at + 1) };
}
