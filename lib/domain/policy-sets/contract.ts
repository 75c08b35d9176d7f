import { z } from 'zod';
import { Reason } from '@/lib/domain/commands/contract';
import { type AffectedDevices, PolicyInput, PolicyName, PolicySettings } from '@/lib/domain/policies/contract';
import type { SnapshotChange } from '@/lib/domain/policies/policy-snapshot';

/** What the first line of a file says. Another number means that older versions of the product would misread it. */
export const POLICY_SET_FORMAT = 'policies/1';

const POLICY_LIMIT = 500;
/** As many as the API takes for one policy. */
const ASSIGNMENT_LIMIT = 1000;

const GroupName = z.string().trim().min(1).max(120);
const MailboxName = z.string().trim().toLowerCase().min(1).max(320);

/** A policy as the API takes it, and who has it by name. A list that is left out stays as it is saved. */
export const PolicySetEntry = PolicyInput.extend({
  settings: PolicySettings.prefault({}),
  groups: z.array(GroupName).max(ASSIGNMENT_LIMIT).optional(),
  mailboxes: z.array(MailboxName).max(ASSIGNMENT_LIMIT).optional(),
});
export type PolicySetEntry = z.infer<typeof PolicySetEntry>;

/** Policies, which of them is the default, and who has which: what people keep in a file under version control. */
export const PolicySet = z
  .strictObject({
    mobileadmin: z.literal(POLICY_SET_FORMAT),
    /** Name of the default policy; left out: stays as it is saved. */
    default: PolicyName.optional(),
    policies: z.array(PolicySetEntry).max(POLICY_LIMIT),
  })
  .superRefine(({ policies }, { addIssue }) => {
    const names = new Set<string>();
    const holders = new Map<string, string>();
    for (const [index, policy] of policies.entries()) {
      const path = ['policies', index];
      if (names.has(policy.name)) {
        addIssue({ code: 'custom', path: [...path, 'name'], message: 'Another policy above has this name' });
      }
      names.add(policy.name);
      for (const kind of ['groups', 'mailboxes'] as const) {
        for (const [place, name] of (policy[kind] ?? []).entries()) {
          const other = holders.get(`${kind} ${name}`);
          holders.set(`${kind} ${name}`, policy.name);
          if (other === undefined) continue;
          const message = `"${name}" has the policy "${other}" already; it can have one`;
          addIssue({ code: 'custom', path: [...path, kind, place], message });
        }
      }
    }
  });
export type PolicySet = z.infer<typeof PolicySet>;

export type PlanPolicySetInput = {
  set: PolicySet;
  /** Deletes policies that the set does not have. */
  deleteOthers: boolean;
};

/** What a person has seen and agreed to: the token of the plan. */
export const PlanToken = z.string().regex(/^[\da-f]{32}$/, { error: 'must be the token of a policy plan.' });

export const ApplyPolicySetOptions = z.strictObject({ token: PlanToken, reason: Reason.nullable() });
export type ApplyPolicySetInput = PlanPolicySetInput & z.infer<typeof ApplyPolicySetOptions>;

/** Why a set cannot be applied. `path` leads to the place in the set; it is empty if no place is to blame. */
export type PolicySetProblem = {
  code: 'group_unknown' | 'mailbox_unknown' | 'default_unknown' | 'deleted_is_default' | 'deleted_in_use';
  path: (string | number)[];
  /** Of the group, mailbox or policy that it is about. */
  name: string;
};

/** `changes` of a new policy have the initial values before, those of a deleted one none. */
export type PlannedPolicy = { name: string; action: 'create' | 'change' | 'delete'; changes: SnapshotChange[] };

/** Who gets another policy of its own; null: none. */
export type PlannedAssignment = {
  kind: 'group' | 'mailbox';
  name: string;
  before: string | null;
  after: string | null;
};

export type PolicySetDiff = {
  policies: PlannedPolicy[];
  default: { before: string | null; after: string } | null;
  assignments: PlannedAssignment[];
  /** Policies that the set does not have and that stay. */
  others: string[];
};

/** Devices that get another policy: how many, and the first twenty by name, with the policies; null: none in force. */
export type MovedDevices = {
  count: number;
  devices: (AffectedDevices['devices'][number] & { before: string | null; after: string | null })[];
};

/** What would become of the devices, as `PolicyImpact` has it, over all policies. */
export type PolicySetImpact = {
  provisionAgain: AffectedDevices;
  fallOut: AffectedDevices;
  loseAccess: AffectedDevices;
  otherPolicy: MovedDevices;
};

export type PolicySetPlan = PolicySetDiff & {
  hasChanges: boolean;
  /** Stands for the set, the options, and all that is saved about policies: another state, another token. */
  token: string;
  impact: PolicySetImpact;
};
