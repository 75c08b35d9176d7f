import type { Transaction } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { appendAudit, type AuditInput } from '@/lib/domain/history/append-audit';
import { lockPolicies } from '@/lib/domain/policies/lock-policies';

/** A transaction in which policies are changed. */
export interface PolicyChange {
  tx: Transaction;
  ctx: DomainContext;
  /** Notes what the history will say. */
  record: (event: AuditInput) => void;
}

/**
 * Runs one or several changes of policies as one: all of them are made and told to the history, or none. The changes take
 * turns with all others. The history is written when the last one is made, since whoever holds its lock must change
 * nothing more. Callers have checked the permission.
 *
 * @param reason stands in each event of the history
 */
export async function changePolicies<Result>(
  ctx: DomainContext,
  change: (change: PolicyChange) => Promise<Result>,
  reason: string | null = null,
): Promise<Result> {
  return ctx.db.$transaction(async (tx) => {
    await lockPolicies(tx);
    const events: AuditInput[] = [];
    const result = await change({ tx, ctx, record: (event) => events.push(event) });
    for (const event of events) await appendAudit(tx, ctx, { ...event, reason });
    return result;
  });
}
