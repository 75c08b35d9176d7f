import type { Transaction } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import { changePolicies, SINGLE_SIGNALS, type PolicyChange } from '@/lib/domain/policies/change-policies';
import type { AssignPolicyInput, PolicyView } from '@/lib/domain/policies/contract';
import { getPolicy } from '@/lib/domain/policies/get-policy';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

type Target = { kind: 'mailbox' | 'group'; id: string; name: string };
type Held = { id: string; policyId: string; policyName: string };
type Change = { target: Target; held: Held | undefined; isWanted: boolean };

/**
 * Makes exactly these mailboxes and groups have the policy. Those that had another one move here; those left out fall
 * back to their group's or the default policy.
 *
 * @throws DomainError `permission_denied`, `policy_not_found`, `mailbox_not_found`, `group_not_found`
 */
export async function assignPolicy(ctx: DomainContext, input: AssignPolicyInput): Promise<PolicyView> {
  requirePermission(ctx.actor, 'policy:manage');
  await changePolicies(ctx, (change) => moveAssignments(change, input));
  return getPolicy(ctx, { policyId: input.policyId });
}

/**
 * `assignPolicy` as one change among others.
 *
 * @throws DomainError `policy_not_found`, `mailbox_not_found`, `group_not_found`
 */
export async function moveAssignments(change: PolicyChange, input: AssignPolicyInput): Promise<void> {
  const { tx, ctx, record } = change;
  const { policyId } = input;
  const policy = await tx.policy.findUnique({ where: { id: policyId }, select: { name: true } });
  if (!policy) throw new DomainError('policy_not_found', policyId);
  const changes = await findChanges(tx, input);
  if (changes.length === 0) return;
  await applyChanges(tx, ctx, { policyId, changes });
  const name = ({ target }: Change) => `${target.kind} ${target.name}`;
  record({
    action: 'policy_assigned',
    target: { kind: 'policy', id: policyId, name: policy.name },
    before: Object.fromEntries(changes.map((change) => [name(change), change.held?.policyName ?? null])),
    after: Object.fromEntries(changes.map((change) => [name(change), change.isWanted ? policy.name : null])),
  });
  await wakeDevices(change, changes);
  await signalConsole(tx, { topic: 'policies', id: policyId });
  await signalConsole(tx, { topic: 'mailboxes' });
}

/** What differs between who has the policy and who shall have it. */
async function findChanges(tx: Transaction, input: AssignPolicyInput): Promise<Change[]> {
  const wanted = await findTargets(tx, input);
  const rows = await tx.policyAssignment.findMany({
    where: {
      OR: [{ policyId: input.policyId }, { mailboxId: { in: input.mailboxIds } }, { groupId: { in: input.groupIds } }],
    },
    select: { id: true, policyId: true, mailboxId: true, groupId: true },
  });
  const nameOf = await findNames(tx, rows);
  const held = new Map<string, Held>();
  const dropped: Change[] = [];
  const wantedIds = new Set(wanted.map((target) => target.id));
  for (const { id, policyId, mailboxId, groupId } of rows) {
    const targetId = mailboxId ?? groupId;
    if (targetId === null) continue;
    const assignment = { id, policyId, policyName: nameOf(policyId) };
    held.set(targetId, assignment);
    const target: Target = { kind: mailboxId === null ? 'group' : 'mailbox', id: targetId, name: nameOf(targetId) };
    if (!wantedIds.has(targetId)) dropped.push({ target, held: assignment, isWanted: false });
  }
  const gained = wanted
    .map((target): Change => ({ target, held: held.get(target.id), isWanted: true }))
    .filter((change) => change.held?.policyId !== input.policyId);
  return [...gained, ...dropped];
}

type Named = { policyId: string; mailboxId: string | null; groupId: string | null };

/**
 * Names of policies, mailboxes and groups by id. Asked one after the other: Prisma would fetch relations of one query at
 * the same time, for which a transaction's single connection is not made.
 */
async function findNames(tx: Transaction, rows: readonly Named[]): Promise<(id: string) => string> {
  const among = (ids: (string | null)[]) => ({
    where: { id: { in: [...new Set(ids.filter((id) => id !== null))] } },
    select: { id: true, name: true },
  });
  const policies = await tx.policy.findMany(among(rows.map(({ policyId }) => policyId)));
  const mailboxes = await tx.mailbox.findMany(among(rows.map(({ mailboxId }) => mailboxId)));
  const groups = await tx.group.findMany(among(rows.map(({ groupId }) => groupId)));
  const names = new Map([...policies, ...mailboxes, ...groups].map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

async function findTargets(tx: Transaction, input: AssignPolicyInput): Promise<Target[]> {
  const select = { id: true, name: true };
  const mailboxes = await tx.mailbox.findMany({ where: { id: { in: input.mailboxIds } }, select });
  const groups = await tx.group.findMany({ where: { id: { in: input.groupIds } }, select });
  const found = new Set([...mailboxes, ...groups].map(({ id }) => id));
  const lostMailbox = input.mailboxIds.find((id) => !found.has(id));
  if (lostMailbox !== undefined) throw new DomainError('mailbox_not_found', lostMailbox);
  const lostGroup = input.groupIds.find((id) => !found.has(id));
  if (lostGroup !== undefined) throw new DomainError('group_not_found', lostGroup);
  return [
    ...mailboxes.map((mailbox) => ({ kind: 'mailbox' as const, ...mailbox })),
    ...groups.map((group) => ({ kind: 'group' as const, ...group })),
  ];
}

type Application = { policyId: string; changes: Change[] };

async function applyChanges(tx: Transaction, ctx: DomainContext, { policyId, changes }: Application): Promise<void> {
  const former = changes.flatMap(({ held }) => (held ? [held.id] : []));
  await tx.policyAssignment.deleteMany({ where: { id: { in: former } } });
  await tx.policyAssignment.createMany({
    data: changes
      .filter((change) => change.isWanted)
      .map(({ target }) => ({
        policyId,
        mailboxId: target.kind === 'mailbox' ? target.id : null,
        groupId: target.kind === 'group' ? target.id : null,
        createdAt: ctx.now(),
      })),
  });
}

/** Ends the held pings of those whose policy may be another now. */
async function wakeDevices({ tx, wake }: PolicyChange, changes: Change[]): Promise<void> {
  for (const { target } of changes) if (target.kind === 'mailbox') wake(target.name);
  const groupIds = changes.flatMap(({ target }) => (target.kind === 'group' ? [target.id] : []));
  if (groupIds.length === 0) return;
  const members = await tx.mailbox.findMany({
    where: { groupId: { in: groupIds } },
    select: { name: true },
    take: SINGLE_SIGNALS + 1,
  });
  for (const { name } of members) wake(name);
}
