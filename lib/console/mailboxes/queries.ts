import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { deviceQueries } from '@/lib/console/devices/queries';
import { historyKeys } from '@/lib/console/history/keys';
import { apiDelete, apiGet, apiPatch, apiPost, apiPut } from '@/lib/console/http/api-client';
import { policyKeys } from '@/lib/console/policies/keys';
import {
  GroupImpact,
  GroupList,
  GroupsImpact,
  GroupView,
  MailboxDetailView,
  MailboxPage,
  type GroupIdInput,
  type GroupInput,
  type MailboxListQuery,
  type OrderGroupsInput,
  type PreviewGroupInput,
  type UpdateGroupInput,
  type UpdateMailboxInput,
} from '@/lib/domain/mailboxes/contract';

/** Mailboxes and the groups they are in. */
export const mailboxQueries = {
  all: ['mailboxes'] as const,
  list: (query: MailboxListQuery) =>
    queryOptions({
      queryKey: [...mailboxQueries.all, 'list', query],
      queryFn: ({ signal }) => apiGet('/api/v1/mailboxes', { query, schema: MailboxPage, signal }),
      placeholderData: keepPreviousData,
    }),
  detail: (mailboxId: string) =>
    queryOptions({
      queryKey: [...mailboxQueries.all, 'detail', mailboxId],
      queryFn: ({ signal }) => apiGet(`/api/v1/mailboxes/${mailboxId}`, { schema: MailboxDetailView, signal }),
    }),
  groups: () =>
    queryOptions({
      queryKey: [...mailboxQueries.all, 'groups'],
      queryFn: ({ signal }) => apiGet('/api/v1/groups', { schema: GroupList, signal }),
    }),
  groupPreview: (body: PreviewGroupInput) =>
    queryOptions({
      queryKey: [...mailboxQueries.all, 'group-preview', body],
      queryFn: ({ signal }) => apiPost('/api/v1/groups/preview', { body, schema: GroupImpact, signal }),
      placeholderData: keepPreviousData,
      retry: false,
    }),
  orderPreview: (body: OrderGroupsInput) =>
    queryOptions({
      queryKey: [...mailboxQueries.all, 'order-preview', body],
      queryFn: ({ signal }) => apiPost('/api/v1/groups/order/preview', { body, schema: GroupsImpact, signal }),
      placeholderData: keepPreviousData,
      retry: false,
    }),
};

const stale = [mailboxQueries.all, policyKeys.all, deviceQueries.all, historyKeys.all];

/** Moves a mailbox to a group, out of its group, or leaves it to the patterns. */
export const updateMailboxMutation = mutationOptions({
  mutationFn: ({ mailboxId, ...body }: UpdateMailboxInput) =>
    apiPatch(`/api/v1/mailboxes/${mailboxId}`, { body, schema: MailboxDetailView }),
  meta: { invalidates: stale },
});

/** Makes a group. */
export const createGroupMutation = mutationOptions({
  mutationFn: (body: GroupInput) => apiPost('/api/v1/groups', { body, schema: GroupView }),
  meta: { invalidates: stale },
});

/** Gives a group another name or other patterns. */
export const updateGroupMutation = mutationOptions({
  mutationFn: ({ groupId, ...body }: UpdateGroupInput) =>
    apiPatch(`/api/v1/groups/${groupId}`, { body, schema: GroupView }),
  meta: { invalidates: stale },
});

/** Puts the groups into another order. */
export const orderGroupsMutation = mutationOptions({
  mutationFn: (body: OrderGroupsInput) => apiPut('/api/v1/groups/order', { body, schema: GroupList }),
  meta: { invalidates: stale },
});

/** Deletes a group; its mailboxes stay, without one or in the next that matches. */
export const deleteGroupMutation = mutationOptions({
  mutationFn: ({ groupId }: GroupIdInput) => apiDelete(`/api/v1/groups/${groupId}`),
  meta: { invalidates: stale },
});
