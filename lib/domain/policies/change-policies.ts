import type { Transaction } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { appendAudit, type AuditInput } from '@/lib/domain/history/append-audit';
import { lockPolicies } from '@/lib/domain/policies/lock-policies';
import { signalEngine } from '@/lib/domain/send-signals';

/** More mailboxes than this are not woken one by one. */
export const SINGLE_SIGNALS = 200;

/** A transaction in which policies are changed. */
export interface PolicyChange {
  tx: Transaction;
  ctx: DomainContext;
  /** Notes what the history will say. */
  record: (event: AuditInput) => void;
  /** Notes that the held pings of this mailbox will end; null: everybody's. */
  wake: (mailbox: string | null) => void;
}

export interface PolicyChangeOptions {
  /** Stands in each event of the history. */
  reason?: string | null;
  /** After which it is given up and nothing is changed; that of the database unless given. */
  timeoutMs?: number;
}

/**
 * Runs one or several changes of policies as one: all of them are made and told to the history, or none. The changes take
 * turns with all others. The history is written when the last one is made, since whoever holds its lock must change
 * nothing more. Phones are woken once, however many of the changes concern them. Callers have checked the permission.
 */
export async function changePolicies<Result>(
  ctx: DomainContext,
  change: (change: PolicyChange) => Promise<Result>,
  { reason = null, timeoutMs }: PolicyChangeOptions = {},
): Promise<Result> {
  return ctx.db.$transaction(
    async (tx) => {
      await lockPolicies(tx);
      const events: AuditInput[] = [];
      const woken = new Set<string | null>();
      const result = await change({
        tx,
        ctx,
        record: (event) => events.push(event),
        wake: (mailbox) => woken.add(mailbox),
      });
      await sendSignals(tx, woken);
      for (const event of events) await appendAudit(tx, ctx, { ...event, reason });
      return result;
    },
    timeoutMs === undefined ? {} : { timeout: timeoutMs },
  );
}

async function sendSignals(tx: Transaction, woken: ReadonlySet<string | null>): Promise<void> {
  const mailboxes = [...woken].filter((mailbox) => mailbox !== null);
  if (mailboxes.length < woken.size || mailboxes.length > SINGLE_SIGNALS) {
    await signalEngine(tx, { kind: 'all', why: 'policy' });
    return;
  }
  for (const mailbox of mailboxes) await signalEngine(tx, { kind: 'mailbox', mailbox, why: 'policy' });
}
