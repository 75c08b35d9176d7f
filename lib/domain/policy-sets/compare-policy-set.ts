import { PolicyInput } from '@/lib/domain/policies/contract';
import { policySnapshot, snapshotChanges } from '@/lib/domain/policies/policy-snapshot';
import type {
  PlannedPolicy,
  PlanPolicySetInput,
  PolicySetDiff,
  PolicySetEntry,
  PolicySetProblem,
} from '@/lib/domain/policy-sets/contract';
import type { Holder, PolicySetState, SavedPolicy } from '@/lib/domain/policy-sets/policy-set-state';

/** Who gets another policy of its own, by names of policies; null: none. */
export type Move = { holder: Holder; before: string | null; after: string | null };

/** The difference, and what is behind it: what planning measures and applying does. */
export type PolicySetComparison = {
  diff: PolicySetDiff;
  moves: Move[];
  problems: PolicySetProblem[];
};

/**
 * Compares a set with what is saved. Pure, and the only one to decide what a set means, so that what is planned is what
 * is done.
 */
export function comparePolicySet(
  state: PolicySetState,
  { set, deleteOthers }: PlanPolicySetInput,
): PolicySetComparison {
  const listed = new Map(set.policies.map((entry) => [entry.name, entry]));
  const others = [...state.policies.keys()].filter((name) => !listed.has(name)).toSorted(byCodeUnit);
  const deleted = deleteOthers ? others : [];
  const { moves, held, unknown } = compareHolders(state, set.policies);
  const formerDefault = [...state.policies.values()].find(({ isDefault }) => isDefault)?.input.name ?? null;
  const nextDefault = set.default ?? formerDefault;
  const problems = [...unknown];
  if (set.default !== undefined && !listed.has(set.default) && !state.policies.has(set.default)) {
    problems.push({ code: 'default_unknown', path: ['default'], name: set.default });
  }
  for (const name of deleted) {
    const path = name === set.default ? ['default'] : [];
    if (name === nextDefault) problems.push({ code: 'deleted_is_default', path, name });
    if (held.has(name)) problems.push({ code: 'deleted_in_use', path: [], name });
  }
  const diff: PolicySetDiff = {
    policies: [
      ...set.policies.flatMap((entry) => comparePolicy(entry, state.policies.get(entry.name))),
      ...deleted.map((name): PlannedPolicy => ({ name, action: 'delete', changes: [] })),
    ],
    default:
      nextDefault === null || nextDefault === formerDefault ? null : { before: formerDefault, after: nextDefault },
    assignments: moves.map(({ holder: { kind, name }, before, after }) => ({ kind, name, before, after })),
    others: deleteOthers ? [] : others,
  };
  return { diff, moves, problems };
}

/** The policy of an entry without who has it. */
export function policyInputOf({ groups: _groups, mailboxes: _mailboxes, ...input }: PolicySetEntry): PolicyInput {
  return input;
}

function comparePolicy(entry: PolicySetEntry, saved: SavedPolicy | undefined): PlannedPolicy[] {
  const { name } = entry;
  const former = saved?.input ?? PolicyInput.parse({ name, settings: {} });
  const changes = snapshotChanges(policySnapshot(former), policySnapshot(policyInputOf(entry)));
  if (!saved) return [{ name, action: 'create', changes }];
  return changes.length > 0 ? [{ name, action: 'change', changes }] : [];
}

/** Each list that the set has is the whole list; who is on none of them keeps what no list of its policy speaks of. */
function compareHolders(state: PolicySetState, entries: readonly PolicySetEntry[]) {
  const before = new Map<string, string>();
  const holders = new Map<string, Holder>();
  for (const [name, policy] of state.policies) {
    for (const holder of policy.holders) {
      before.set(holder.id, name);
      holders.set(holder.id, holder);
    }
  }
  const after = new Map<string, string | null>(before);
  for (const entry of entries) {
    for (const { kind, id } of state.policies.get(entry.name)?.holders ?? []) {
      if ((kind === 'group' ? entry.groups : entry.mailboxes) !== undefined) after.set(id, null);
    }
  }
  const unknown: PolicySetProblem[] = [];
  for (const [index, entry] of entries.entries()) {
    for (const { kind, list, ids, code } of listsOf(state)) {
      for (const [place, name] of (entry[list] ?? []).entries()) {
        const id = ids.get(name);
        if (id === undefined) {
          unknown.push({ code, path: ['policies', index, list, place], name });
          continue;
        }
        holders.set(id, { kind, id, name });
        after.set(id, entry.name);
      }
    }
  }
  const moves = [...holders.values()]
    .map((holder): Move => ({ holder, before: before.get(holder.id) ?? null, after: after.get(holder.id) ?? null }))
    .filter((move) => move.before !== move.after)
    .toSorted((a, b) => byCodeUnit(a.holder.kind, b.holder.kind) || byCodeUnit(a.holder.name, b.holder.name));
  return { moves, held: new Set(after.values()), unknown };
}

function listsOf({ groupIds, mailboxIds }: PolicySetState) {
  return [
    { kind: 'group', list: 'groups', ids: groupIds, code: 'group_unknown' },
    { kind: 'mailbox', list: 'mailboxes', ids: mailboxIds, code: 'mailbox_unknown' },
  ] as const;
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
