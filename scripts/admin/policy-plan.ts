import { z } from 'zod';
import { planPolicySet } from '@/lib/domain/policy-sets/plan-policy-set';
import type { PlanPolicySetInput, PolicySetPlan } from '@/lib/domain/policy-sets/contract';
import { defineCommand, type Option, type Session } from './command';
import { describePolicyPlan } from './describe-policy-plan';
import { readPolicyFile } from './read-policy-file';

const CHANGES = 2;
const FAILED = 1;

/** What `policy plan` and `policy apply` have in common. */
export const planOptions = {
  delete: { description: 'Deletes policies that are not in the file; refused while somebody has them' },
} as const satisfies Record<string, Option>;

export const planShape = {
  operand: z.string({ error: 'must be the name of a file, or - for standard input.' }).min(1),
  delete: z.boolean().default(false),
};

/** `policy plan`: changes nothing, and the exit status tells whether there would be changes. */
export const policyPlan = defineCommand({
  name: 'policy plan',
  summary: 'Shows what policy apply would change, and what would become of which devices',
  operand: 'FILE',
  options: planOptions,
  notes: 'Exit status: 0 nothing to change, 1 failed or wrong usage, 2 changes.',
  wrongWordsStatus: FAILED,
  input: z.strictObject(planShape),
  run: async (session, { operand, delete: deleteOthers }) => {
    const { plan } = await planFile(session, operand, deleteOthers);
    return { text: describePolicyPlan(plan), json: plan, ...(plan.hasChanges && { status: CHANGES }) };
  },
});

/** @throws PolicyFileError with every place for which it cannot be applied */
export async function planFile(
  { ctx, terminal }: Session,
  name: string,
  deleteOthers: boolean,
): Promise<{ input: PlanPolicySetInput; plan: PolicySetPlan }> {
  const { set, refuse } = await readPolicyFile(terminal, name);
  const input = { set, deleteOthers };
  const answer = await planPolicySet(ctx, input);
  if ('problems' in answer) throw refuse(answer.problems);
  return { input, plan: answer.plan };
}
