import type { AuditEvent } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import { CHAIN_START, auditHash } from '@/lib/domain/history/audit-hash';
import type { ChainReport } from '@/lib/domain/history/contract';
import { readChain } from '@/lib/domain/history/read-chain';
import { requirePermission } from '@/lib/domain/permissions';

interface Link {
  sequence: bigint;
  hash: string;
}

/**
 * Checks the history from its first row to the one that is the last now: every number is there, every row names the hash
 * of the one before, every hash fits its row. Stops at the first bad row and names it.
 *
 * Rows that were changed, taken out, put in or swapped are found. A history that was cut off at the end, or rewritten
 * from some row to the last, is consistent in itself: it is found by comparing `headHash` with one written down earlier
 * in another place.
 *
 * @throws DomainError `permission_denied`
 */
export async function verifyChain(ctx: DomainContext): Promise<ChainReport> {
  requirePermission(ctx.actor, 'history:read');
  let head: Link = { sequence: 0n, hash: CHAIN_START };
  let checked = 0;
  for await (const batch of readChain(ctx.db)) {
    for (const row of batch) {
      const problem = problemOf(row, head);
      if (problem) return report(ctx, { head, checked, firstBad: { sequence: row.sequence.toString(), problem } });
      head = row;
      checked += 1;
    }
  }
  return report(ctx, { head, checked, firstBad: null });
}

function problemOf(row: AuditEvent, before: Link): NonNullable<ChainReport['firstBad']>['problem'] | null {
  if (row.sequence !== before.sequence + 1n) return 'gap';
  if (row.previousHash !== before.hash) return 'link_mismatch';
  return row.hash === auditHash(row) ? null : 'hash_mismatch';
}

function report(
  ctx: DomainContext,
  { head, checked, firstBad }: { head: Link; checked: number; firstBad: ChainReport['firstBad'] },
): ChainReport {
  return {
    isIntact: firstBad === null,
    checked,
    firstBad,
    headSequence: checked > 0 ? head.sequence.toString() : null,
    headHash: checked > 0 ? head.hash : null,
    checkedAt: ctx.now().toISOString(),
  };
}
