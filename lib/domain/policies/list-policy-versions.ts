import { Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import {
  PolicyInput,
  PolicySettings,
  type PolicyIdInput,
  type PolicyVersion,
  type PolicyVersionList,
} from '@/lib/domain/policies/contract';
import { editedPolicyColumns } from '@/lib/domain/policies/policy-columns';
import { policySnapshot, snapshotChanges, type SnapshotValue } from '@/lib/domain/policies/policy-snapshot';
import { DomainError } from '@/lib/errors/domain-error';

// Implementation notes
// - There is no table of versions: every save has an event in the history that says what differed, written in the same
//   transaction and never changed. Walking back from what is saved now, event by event, gives every former state, and
//   no second copy of it could disagree with the history.
// - Settings that an event does not speak of were the same before. So were those that came with a later version of the
//   product: nobody could have set them, and they had the value that they have by default.

const LIMIT = 50;

const eventSelect = { at: true, actorName: true, action: true, before: true } as const;

type Snapshot = Record<string, SnapshotValue>;

/**
 * The states of a policy that were saved, newest first: what each said, what differed from the one before, when it was
 * saved and by whom. To restore one is to save it again.
 *
 * @throws DomainError `permission_denied`, `policy_not_found`
 */
export async function listPolicyVersions(ctx: DomainContext, input: PolicyIdInput): Promise<PolicyVersionList> {
  requirePermission(ctx.actor, 'policy:read');
  const { policyId } = input;
  // Of one moment: a save in between would shift what every event is about.
  const { policy, events } = await ctx.db.$transaction(
    async (tx) => ({
      policy: await tx.policy.findUnique({ where: { id: policyId }, select: editedPolicyColumns }),
      events: await tx.auditEvent.findMany({
        where: { action: { in: ['policy_created', 'policy_changed'] }, targetKind: 'policy', targetId: policyId },
        orderBy: { sequence: 'desc' },
        select: eventSelect,
        take: LIMIT,
      }),
    }),
    { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead },
  );
  if (!policy) throw new DomainError('policy_not_found', policyId);

  const versions: PolicyVersion[] = [];
  let snapshot: Snapshot = policySnapshot(policy);
  for (let back = 0; back < LIMIT && back < policy.version; back += 1) {
    const event = events[back];
    const state = readSnapshot(snapshot);
    // From before a range became narrower: nothing that could be saved again.
    if (!state) break;
    const before: Snapshot = event?.action === 'policy_changed' ? formerState(snapshot, event.before) : snapshot;
    versions.push({
      version: policy.version - back,
      isCurrent: back === 0,
      savedAt: event?.at.toISOString() ?? null,
      savedBy: event?.actorName ?? null,
      changes: snapshotChanges(before, snapshot),
      ...state,
    });
    if (!event) break;
    snapshot = before;
  }
  return { versions };
}

function formerState(snapshot: Snapshot, before: Prisma.JsonValue): Snapshot {
  if (typeof before !== 'object' || before === null || Array.isArray(before)) return snapshot;
  // Of what a later version of the product has dropped, nothing is known any more.
  const known = Object.entries(before).filter(([name]) => name in snapshot);
  // Written by `policySnapshot`, which knows no other values; `readSnapshot` parses them.
  return { ...snapshot, ...Object.fromEntries(known) } as Snapshot;
}

function readSnapshot(snapshot: Snapshot): PolicyInput | undefined {
  const settings = Object.entries(snapshot).filter(([name]) => name in PolicySettings.shape);
  const others = Object.entries(snapshot).filter(([name]) => !(name in PolicySettings.shape));
  return PolicyInput.safeParse({ ...Object.fromEntries(others), settings: Object.fromEntries(settings) }).data;
}
