import { createHash } from 'node:crypto';
import type { Transaction } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import { canonicalJson } from '@/lib/domain/history/canonical-json';
import { requirePermission } from '@/lib/domain/permissions';
import type { PolicyTerms } from '@/lib/domain/policies/policy-effect';
import { comparePolicySet, type PolicySetComparison } from '@/lib/domain/policy-sets/compare-policy-set';
import type { PlanPolicySetInput, PolicySetPlan, PolicySetProblem } from '@/lib/domain/policy-sets/contract';
import { measureImpact } from '@/lib/domain/policy-sets/measure-impact';
import { loadPolicySetState, type PolicySetState } from '@/lib/domain/policy-sets/policy-set-state';

/** Measuring may take a while where there are very many devices; nothing is locked meanwhile. */
const TIMEOUT_MS = 60_000;

/**
 * What `applyPolicySet` would do with this set: what differs, and what would become of which devices. Changes nothing. If
 * the set cannot be applied, every reason is given instead.
 *
 * @throws DomainError `permission_denied`
 */
export async function planPolicySet(
  ctx: DomainContext,
  input: PlanPolicySetInput,
): Promise<{ plan: PolicySetPlan } | { problems: PolicySetProblem[] }> {
  requirePermission(ctx.actor, 'policy:read');
  return ctx.db.$transaction(
    async (tx) => {
      const state = await loadPolicySetState(tx, input.set);
      const comparison = comparePolicySet(state, input);
      const { problems, diff } = comparison;
      if (problems.length > 0) return { problems };
      const hasChanges = diff.policies.length > 0 || diff.assignments.length > 0 || diff.default !== null;
      const impact = await impactOf(tx, ctx.now(), { state, input, comparison });
      return { plan: { ...diff, hasChanges, token: planToken(state, input), impact } };
    },
    { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead, timeout: TIMEOUT_MS },
  );
}

/**
 * Stands for a set, its options and all that is saved about policies and who has them: whoever applies with the token of
 * a plan does what the plan says, or nothing.
 */
export function planToken(state: PolicySetState, input: PlanPolicySetInput): string {
  const saved = [...state.policies.values()].map(({ id, version, isDefault, input: { name }, holders }) => [
    id,
    name,
    version,
    isDefault,
    holders.map((holder) => holder.id).toSorted(),
  ]);
  const named = [...state.groupIds, ...state.mailboxIds].map((each) => each.join(' ')).toSorted();
  return createHash('sha256').update(canonicalJson({ saved, named, input })).digest('hex').slice(0, 32);
}

type Plan = { state: PolicySetState; input: PlanPolicySetInput; comparison: PolicySetComparison };

function impactOf(tx: Transaction, now: Date, { state, input, comparison }: Plan) {
  const before = new Map<string, PolicyTerms>([...state.policies].map(([name, policy]) => [name, policy.input]));
  const after = new Map<string, PolicyTerms>([
    ...before,
    ...input.set.policies.map((entry) => [entry.name, entry] as const),
  ]);
  const defaultBefore = [...state.policies.values()].find(({ isDefault }) => isDefault)?.input.name ?? null;
  const defaultAfter = comparison.diff.default?.after ?? defaultBefore;
  return measureImpact(tx, now, { before, after, defaultBefore, defaultAfter, moves: comparison.moves });
}
