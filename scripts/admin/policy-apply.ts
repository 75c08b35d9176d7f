import { z } from 'zod';
import { Reason } from '@/lib/domain/commands/contract';
import { applyPolicySet } from '@/lib/domain/policy-sets/apply-policy-set';
import { PlanToken, type PolicySetPlan } from '@/lib/domain/policy-sets/contract';
import { DomainError } from '@/lib/errors/domain-error';
import { AdminError } from './admin-error';
import { defineCommand, type Session } from './command';
import { describePolicyPlan } from './describe-policy-plan';
import { planFile, planOptions, planShape } from './policy-plan';

/** `policy apply`: the plan is shown first, somebody or `--yes` has to agree, and exactly that is done or nothing. */
export const policyApply = defineCommand({
  name: 'policy apply',
  summary: 'Makes the policies, the default and who has which what a file says, wholly or not at all',
  operand: 'FILE',
  options: {
    ...planOptions,
    reason: { value: 'TEXT', description: 'Why; stands in the history with each change' },
    yes: { description: 'Does it without asking' },
    'plan-token': { value: 'TOKEN', description: 'Only if file and policies are as they were for this policy plan' },
  },
  notes: 'Never orders a wipe or a delete; for those see device wipe and device delete.',
  input: z.strictObject({
    ...planShape,
    reason: Reason.optional(),
    yes: z.boolean().default(false),
    'plan-token': PlanToken.optional(),
  }),
  run: async (session, { operand, delete: deleteOthers, reason = null, yes, 'plan-token': agreed }) => {
    const { input, plan } = await planFile(session, operand, deleteOthers);
    const { token, hasChanges } = plan;
    if (agreed !== undefined && agreed !== token) {
      throw new DomainError('policy_changed_meanwhile', `Planned as ${agreed}, now ${token}`);
    }
    if (!hasChanges) return { text: describePolicyPlan(plan), json: plan };
    if (!yes) await confirm(session, plan);
    await applyPolicySet(session.ctx, { ...input, token, reason });
    return { text: describeDone(plan, yes), json: plan };
  },
});

async function confirm({ terminal }: Session, plan: PolicySetPlan): Promise<void> {
  terminal.tell(describePolicyPlan(plan));
  if (!terminal.isInteractive) {
    throw new AdminError('Nothing was done: nobody can be asked here. Give --yes to do it.');
  }
  const typed = await terminal.ask('Type "yes" to do it: ');
  if (typed.trim().toLowerCase() !== 'yes') throw new AdminError('Nothing was done.');
}

/** What nobody has been shown yet is shown with the result. */
function describeDone(plan: PolicySetPlan, showPlan: boolean): string {
  const count = plan.policies.length + plan.assignments.length + (plan.default ? 1 : 0);
  const done = `Done: ${count} ${count === 1 ? 'change' : 'changes'}, all in the history.`;
  return showPlan ? `${describePolicyPlan(plan)}\n${done}` : done;
}
