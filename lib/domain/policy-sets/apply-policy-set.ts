import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import { moveAssignments } from '@/lib/domain/policies/assign-policy';
import { changePolicies, type PolicyChange } from '@/lib/domain/policies/change-policies';
import { insertPolicy } from '@/lib/domain/policies/create-policy';
import { dropPolicy } from '@/lib/domain/policies/delete-policy';
import { moveDefault } from '@/lib/domain/policies/make-default-policy';
import { savePolicy } from '@/lib/domain/policies/update-policy';
import { comparePolicySet, policyInputOf, type Move } from '@/lib/domain/policy-sets/compare-policy-set';
import type { ApplyPolicySetInput, PolicySetDiff } from '@/lib/domain/policy-sets/contract';
import { planToken } from '@/lib/domain/policy-sets/plan-policy-set';
import { loadPolicySetState, type PolicySetState } from '@/lib/domain/policy-sets/policy-set-state';
import { DomainError } from '@/lib/errors/domain-error';

// Implementation notes
// - One transaction, in which nobody else changes policies or who has them. What is done is compared anew under that lock
//   with the token of the plan, so that it is exactly what was shown.
// - Only the functions behind the API write: what they check holds here, and they wake phones and pages as they always do.
// - Order: policies before those who get them; all gains before any loss, so that a mailbox which moves has one event that
//   says from where to where; deletions last, when nobody has them any more.

/** Changing hundreds of policies and thousands of mailboxes takes its time. */
const TIMEOUT_MS = 120_000;

/**
 * Makes policies, the default and who has which what the set says, wholly or not at all. Each change has an event of its
 * own in the history, with the reason. Nothing is done and nothing is written where nothing differs.
 *
 * @throws DomainError `permission_denied`, `policy_changed_meanwhile` if the token is not that of a plan of this set and
 * the state as it is now, `invalid_input` for a set that planning refuses
 */
export async function applyPolicySet(ctx: DomainContext, input: ApplyPolicySetInput): Promise<PolicySetDiff> {
  requirePermission(ctx.actor, 'policy:manage');
  const { set, deleteOthers, token, reason } = input;
  return changePolicies(
    ctx,
    async (change) => {
      const state = await loadPolicySetState(change.tx, set);
      if (planToken(state, { set, deleteOthers }) !== token) {
        throw new DomainError('policy_changed_meanwhile', 'The token is of another state or another set');
      }
      const { diff, moves, problems } = comparePolicySet(state, { set, deleteOthers });
      const [problem] = problems;
      if (problem) throw new DomainError('invalid_input', `${problem.code} ${problem.name}`);
      const ids = await writePolicies(change, { state, input, diff });
      const idOf = (name: string): string => found(ids.get(name), name);
      if (diff.default) await moveDefault(change, { policyId: idOf(diff.default.after) });
      await move(change, { state, moves, idOf });
      for (const { name, action } of diff.policies) {
        if (action === 'delete') await dropPolicy(change, { policyId: idOf(name) });
      }
      return diff;
    },
    { reason, timeoutMs: TIMEOUT_MS },
  );
}

type Writing = { state: PolicySetState; input: ApplyPolicySetInput; diff: PolicySetDiff };

/** Saves and adds what differs; gives the ids of all policies by name. */
async function writePolicies(change: PolicyChange, { state, input, diff }: Writing): Promise<Map<string, string>> {
  const ids = new Map([...state.policies].map(([name, { id }]) => [name, id]));
  const entries = new Map(input.set.policies.map((entry) => [entry.name, entry]));
  for (const { name, action } of diff.policies) {
    if (action === 'delete') continue;
    const policy = policyInputOf(found(entries.get(name), name));
    const saved = state.policies.get(name);
    if (saved) await savePolicy(change, { ...policy, policyId: saved.id, version: saved.version });
    else ids.set(name, await insertPolicy(change, policy));
  }
  return ids;
}

type Moving = { state: PolicySetState; moves: readonly Move[]; idOf: (name: string) => string };

/** Hands each policy concerned the whole list of who has it: first with those who gain it, then without those who lose it. */
async function move(change: PolicyChange, { state, moves, idOf }: Moving): Promise<void> {
  const holders = new Map([...state.policies].map(([name, policy]) => [name, new Map(policy.holders.map(byId))]));
  const assign = async (name: string, holding: ReadonlyMap<string, Move['holder']>) => {
    const idsOf = (kind: 'group' | 'mailbox') =>
      [...holding.values()].filter((holder) => holder.kind === kind).map(({ id }) => id);
    await moveAssignments(change, {
      policyId: idOf(name),
      groupIds: idsOf('group'),
      mailboxIds: idsOf('mailbox'),
    });
  };
  for (const name of new Set(moves.map(({ after }) => after))) {
    if (name === null) continue;
    const gaining = moves.filter(({ after }) => after === name);
    const holding = new Map([...(holders.get(name) ?? []), ...gaining.map(({ holder }) => byId(holder))]);
    holders.set(name, holding);
    for (const { holder, before } of gaining) if (before !== null) holders.get(before)?.delete(holder.id);
    await assign(name, holding);
  }
  const losses = moves.filter(({ after }) => after === null);
  for (const name of new Set(losses.map(({ before }) => before))) {
    const holding = name === null ? undefined : holders.get(name);
    if (name === null || !holding) continue;
    for (const { holder, before } of losses) if (before === name) holding.delete(holder.id);
    await assign(name, holding);
  }
}

const byId = (holder: Move['holder']) => [holder.id, holder] as const;

function found<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`Policy ${name} is not there`);
  return value;
}
