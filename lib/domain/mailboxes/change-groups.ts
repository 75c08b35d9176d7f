import { reassessDevices } from '@/lib/domain/access/reassess-devices';
import type { DomainContext } from '@/lib/domain/context';
import { lockGroups } from '@/lib/domain/mailboxes/lock-groups';
import { plannedMoves, type GroupPlan } from '@/lib/domain/mailboxes/planned-moves';
import { changePolicies, type PolicyChange } from '@/lib/domain/policies/change-policies';
import { signalConsole } from '@/lib/domain/send-signals';

/** A hundred thousand mailboxes may change their group at once, with the standing of their devices. */
const PATIENCE_MS = 120_000;

/** A mailbox that changes its group with the groups. */
export interface GroupMove {
  id: string;
  name: string;
  before: string | null;
  after: string | null;
}

/** A transaction in which groups are changed. */
export interface GroupChange extends PolicyChange {
  /** Makes the planned change by `write`, and lets it take effect on the mailboxes that move by it. */
  carryOut: (plan: GroupPlan, write: () => Promise<unknown>) => Promise<GroupMove[]>;
}

/**
 * Runs a change of groups. Mailboxes are moved by the triggers; this tells the access decision, the engine and the pages of
 * those. Callers have checked the permission.
 */
export async function changeGroups<Result>(
  ctx: DomainContext,
  change: (change: GroupChange) => Promise<Result>,
): Promise<Result> {
  return changePolicies(
    ctx,
    async (policies) => {
      await lockGroups(policies.tx);
      return change({ ...policies, carryOut: (plan, write) => carryOut(policies, plan, write) });
    },
    { timeoutMs: PATIENCE_MS },
  );
}

async function carryOut({ tx, wake }: PolicyChange, plan: GroupPlan, write: () => Promise<unknown>) {
  const moves = await tx.$queryRaw<GroupMove[]>`SELECT t.* FROM ${plannedMoves(plan)} t ORDER BY t.name`;
  const shutOut = await tx.group.findMany({ where: { isEasEnabled: false }, select: { id: true }, take: 10_000 });
  await write();
  const isShutOut = new Set<string | null>(shutOut.map(({ id }) => id));
  const reassessed = moves.filter(({ before, after }) => isShutOut.has(before) !== isShutOut.has(after));
  if (reassessed.length > 0) {
    await reassessDevices(
      tx,
      reassessed.map(({ id }) => id),
    );
  }
  for (const { name } of moves) wake(name);
  await signalConsole(tx, { topic: 'mailboxes' });
  if (moves.length > 0) {
    await signalConsole(tx, { topic: 'policies' });
    await signalConsole(tx, { topic: 'devices' });
  }
  return moves;
}
