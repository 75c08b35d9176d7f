import { operation } from '@/lib/console/openapi/operation';
import { DeviceIdInput } from '@/lib/domain/devices/contract';
import { MailboxIdInput } from '@/lib/domain/mailboxes/contract';
import {
  AssignPolicyInput,
  EffectivePolicyView,
  PolicyIdInput,
  PolicyImpact,
  PolicyImpactInput,
  PolicyInput,
  PolicyList,
  PolicyVersionList,
  PolicyView,
  UpdatePolicyInput,
} from '@/lib/domain/policies/contract';

const tag = 'policies';

export const listPoliciesOperation = operation({
  id: 'listPolicies',
  method: 'GET',
  path: '/policies',
  tag,
  summary: 'Lists all policies',
  access: 'policy:read',
  output: PolicyList,
});

export const createPolicyOperation = operation({
  id: 'createPolicy',
  method: 'POST',
  path: '/policies',
  tag,
  summary: 'Makes a policy',
  access: 'policy:manage',
  input: PolicyInput,
  output: PolicyView,
  status: 201,
  refusals: ['policy_name_taken'],
});

export const getPolicyOperation = operation({
  id: 'getPolicy',
  method: 'GET',
  path: '/policies/{policyId}',
  tag,
  summary: 'Gets a policy',
  access: 'policy:read',
  input: PolicyIdInput,
  output: PolicyView,
  refusals: ['policy_not_found'],
});

export const updatePolicyOperation = operation({
  id: 'updatePolicy',
  method: 'PUT',
  path: '/policies/{policyId}',
  tag,
  summary: 'Replaces a policy',
  description: 'Refused if somebody else saved the policy after `version` was read. Devices concerned provision again.',
  access: 'policy:manage',
  input: UpdatePolicyInput,
  output: PolicyView,
  refusals: ['policy_not_found', 'policy_name_taken', 'policy_changed_meanwhile'],
});

export const deletePolicyOperation = operation({
  id: 'deletePolicy',
  method: 'DELETE',
  path: '/policies/{policyId}',
  tag,
  summary: 'Deletes a policy that nobody has',
  access: 'policy:manage',
  input: PolicyIdInput,
  refusals: ['policy_not_found', 'policy_in_use', 'policy_is_default'],
});

export const previewPolicyChangeOperation = operation({
  id: 'previewPolicyChange',
  method: 'POST',
  path: '/policies/{policyId}/preview',
  tag,
  summary: 'Tells what saving these settings would change, and for which devices',
  access: 'policy:read',
  input: PolicyImpactInput,
  output: PolicyImpact,
  refusals: ['policy_not_found'],
});

export const listPolicyVersionsOperation = operation({
  id: 'listPolicyVersions',
  method: 'GET',
  path: '/policies/{policyId}/versions',
  tag,
  summary: 'Lists what a policy said, when it was saved and by whom',
  description: 'The newest first, at most 50. To restore one, save its settings as the policy.',
  access: 'policy:read',
  input: PolicyIdInput,
  output: PolicyVersionList,
  refusals: ['policy_not_found'],
});

export const makeDefaultPolicyOperation = operation({
  id: 'makeDefaultPolicy',
  method: 'POST',
  path: '/policies/{policyId}/default',
  tag,
  summary: 'Makes a policy the one of every mailbox without another',
  access: 'policy:manage',
  input: PolicyIdInput,
  output: PolicyView,
  refusals: ['policy_not_found'],
});

export const assignPolicyOperation = operation({
  id: 'assignPolicy',
  method: 'PUT',
  path: '/policies/{policyId}/assignments',
  tag,
  summary: 'Replaces the mailboxes and groups that have a policy',
  description: 'Mailboxes and groups that had another policy move to this one.',
  access: 'policy:manage',
  input: AssignPolicyInput,
  output: PolicyView,
  refusals: ['policy_not_found', 'mailbox_not_found', 'group_not_found'],
});

export const getDevicePolicyOperation = operation({
  id: 'getDevicePolicy',
  method: 'GET',
  path: '/devices/{deviceId}/policy',
  tag,
  summary: 'Gets what a device is told, each value with its origin, and what it answered',
  access: 'device:read',
  input: DeviceIdInput,
  output: EffectivePolicyView,
  refusals: ['device_not_found'],
});

export const getMailboxPolicyOperation = operation({
  id: 'getMailboxPolicy',
  method: 'GET',
  path: '/mailboxes/{mailboxId}/policy',
  tag,
  summary: 'Gets the policy in force for a mailbox, each value with its origin',
  access: 'mailbox:read',
  input: MailboxIdInput,
  output: EffectivePolicyView,
  refusals: ['mailbox_not_found'],
});
