import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { deviceQueries } from '@/lib/console/devices/queries';
import { historyKeys } from '@/lib/console/history/keys';
import { apiDelete, apiGet, apiPost, apiPut } from '@/lib/console/http/api-client';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';
import { overviewQueries } from '@/lib/console/overview/queries';
import { policyKeys } from '@/lib/console/policies/keys';
import {
  EffectivePolicyView,
  PolicyImpact,
  PolicyList,
  PolicyVersionList,
  PolicyView,
  type AssignPolicyInput,
  type PolicyIdInput,
  type PolicyImpactInput,
  type PolicyInput,
  type UpdatePolicyInput,
} from '@/lib/domain/policies/contract';

/** Policies, who has them, and what a change would do. */
export const policyQueries = {
  all: policyKeys.all,
  list: () =>
    queryOptions({
      queryKey: [...policyKeys.all, 'list'],
      queryFn: ({ signal }) => apiGet('/api/v1/policies', { schema: PolicyList, signal }),
    }),
  detail: (policyId: string) =>
    queryOptions({
      queryKey: [...policyKeys.all, 'detail', policyId],
      queryFn: ({ signal }) => apiGet(`/api/v1/policies/${policyId}`, { schema: PolicyView, signal }),
    }),
  /** What was saved before, and who saved it. */
  versions: (policyId: string) =>
    queryOptions({
      queryKey: [...policyKeys.all, 'versions', policyId],
      queryFn: ({ signal }) => apiGet(`/api/v1/policies/${policyId}/versions`, { schema: PolicyVersionList, signal }),
    }),
  /** What a device is told. Belongs to the devices: what a device does changes it. */
  ofDevice: (deviceId: string) =>
    queryOptions({
      queryKey: [...deviceQueries.all, 'policy', deviceId],
      queryFn: ({ signal }) => apiGet(`/api/v1/devices/${deviceId}/policy`, { schema: EffectivePolicyView, signal }),
    }),
  ofMailbox: (mailboxId: string) =>
    queryOptions({
      queryKey: [...mailboxQueries.all, 'policy', mailboxId],
      queryFn: ({ signal }) => apiGet(`/api/v1/mailboxes/${mailboxId}/policy`, { schema: EffectivePolicyView, signal }),
    }),
  /** What saving these settings would do; the previous answer stays while the next is fetched. */
  impact: ({ policyId, ...body }: PolicyImpactInput) =>
    queryOptions({
      queryKey: [...policyKeys.all, 'impact', policyId, body],
      queryFn: ({ signal }) => apiPost(`/api/v1/policies/${policyId}/preview`, { body, schema: PolicyImpact, signal }),
      staleTime: 0,
      placeholderData: keepPreviousData,
    }),
};

const stale = [policyKeys.all, deviceQueries.all, mailboxQueries.all, overviewQueries.all, historyKeys.all];

/** Makes a policy; nobody has it yet. */
export const createPolicyMutation = mutationOptions({
  mutationFn: (body: z.input<typeof PolicyInput>) => apiPost('/api/v1/policies', { body, schema: PolicyView }),
  meta: { invalidates: stale },
});

/** Saves a policy, unless somebody else saved it since `version`. */
export const updatePolicyMutation = mutationOptions({
  mutationFn: ({ policyId, ...body }: z.input<typeof UpdatePolicyInput>) =>
    apiPut(`/api/v1/policies/${policyId}`, { body, schema: PolicyView }),
  meta: { invalidates: stale },
});

/** Deletes a policy that nobody has. */
export const deletePolicyMutation = mutationOptions({
  mutationFn: ({ policyId }: PolicyIdInput) => apiDelete(`/api/v1/policies/${policyId}`),
  meta: { invalidates: stale },
});

/** Makes a policy the one of all mailboxes that have no other. */
export const makeDefaultPolicyMutation = mutationOptions({
  mutationFn: ({ policyId }: PolicyIdInput) => apiPost(`/api/v1/policies/${policyId}/default`, { schema: PolicyView }),
  meta: { invalidates: stale },
});

/** Replaces the mailboxes and groups that have a policy. */
export const assignPolicyMutation = mutationOptions({
  mutationFn: ({ policyId, ...body }: AssignPolicyInput) =>
    apiPut(`/api/v1/policies/${policyId}/assignments`, { body, schema: PolicyView }),
  meta: { invalidates: stale },
});
