import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { deviceQueries } from '@/lib/console/devices/queries';
import { historyKeys } from '@/lib/console/history/keys';
import { apiDelete, apiGet, apiPatch, apiPost } from '@/lib/console/http/api-client';
import { policyKeys } from '@/lib/console/policies/keys';
import {
  GroupList,
  GroupView,
  MailboxPage,
  MailboxView,
  type GroupIdInput,
  type GroupInput,
  type MailboxListQuery,
  type RenameGroupInput,
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
      queryFn: ({ signal }) => apiGet(`/api/v1/mailboxes/${mailboxId}`, { schema: MailboxView, signal }),
    }),
  groups: () =>
    queryOptions({
      queryKey: [...mailboxQueries.all, 'groups'],
      queryFn: ({ signal }) => apiGet('/api/v1/groups', { schema: GroupList, signal }),
    }),
};

const stale = [mailboxQueries.all, policyKeys.all, deviceQueries.all, historyKeys.all];

/** Moves a mailbox to a group, or out of its group. */
export const updateMailboxMutation = mutationOptions({
  mutationFn: ({ mailboxId, ...body }: UpdateMailboxInput) =>
    apiPatch(`/api/v1/mailboxes/${mailboxId}`, { body, schema: MailboxView }),
  meta: { invalidates: stale },
});

/** Makes an empty group. */
export const createGroupMutation = mutationOptions({
  mutationFn: (body: GroupInput) => apiPost('/api/v1/groups', { body, schema: GroupView }),
  meta: { invalidates: stale },
});

/** Gives a group another name. */
export const renameGroupMutation = mutationOptions({
  mutationFn: ({ groupId, ...body }: RenameGroupInput) =>
    apiPatch(`/api/v1/groups/${groupId}`, { body, schema: GroupView }),
  meta: { invalidates: stale },
});

/** Deletes a group; its mailboxes stay, without one. */
export const deleteGroupMutation = mutationOptions({
  mutationFn: ({ groupId }: GroupIdInput) => apiDelete(`/api/v1/groups/${groupId}`),
  meta: { invalidates: stale },
});
