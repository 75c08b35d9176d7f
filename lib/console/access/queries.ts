import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { deviceQueries } from '@/lib/console/devices/queries';
import { historyKeys } from '@/lib/console/history/keys';
import { apiGet, apiPost, apiPut } from '@/lib/console/http/api-client';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';
import { overviewQueries } from '@/lib/console/overview/queries';
import {
  AccessImpact,
  AccessSwitches,
  AccessView,
  DecideQuarantinedOutcome,
  QuarantinePage,
  type AccessDraft,
  type ApplyAccessInput,
  type DecideQuarantinedInput,
  type QuarantineQuery,
  type SwitchGroupInput,
  type SwitchMailboxInput,
} from '@/lib/domain/access/contract';

/** Access rules, settings, and who waits in quarantine. */
export const accessQueries = {
  all: ['access'] as const,
  book: () =>
    queryOptions({
      queryKey: [...accessQueries.all, 'book'],
      queryFn: ({ signal }) => apiGet('/api/v1/access', { schema: AccessView, signal }),
    }),
  quarantine: (query: QuarantineQuery) =>
    queryOptions({
      queryKey: [...accessQueries.all, 'quarantine', query],
      queryFn: ({ signal }) => apiGet('/api/v1/access/quarantine', { query, schema: QuarantinePage, signal }),
      placeholderData: keepPreviousData,
    }),
  /** What applying a draft would change: never older than the question. */
  preview: (draft: AccessDraft) =>
    queryOptions({
      queryKey: [...accessQueries.all, 'preview', draft],
      queryFn: ({ signal }) => apiPost('/api/v1/access/preview', { body: draft, schema: AccessImpact, signal }),
      staleTime: 0,
      gcTime: 0,
    }),
  switches: () =>
    queryOptions({
      queryKey: [...accessQueries.all, 'switches'],
      queryFn: ({ signal }) => apiGet('/api/v1/access/switches', { schema: AccessSwitches, signal }),
    }),
};

const stale = [accessQueries.all, deviceQueries.all, mailboxQueries.all, overviewQueries.all, historyKeys.all];

/** Puts a draft in force. */
export const applyAccessMutation = mutationOptions({
  mutationFn: (body: ApplyAccessInput) => apiPut('/api/v1/access', { body, schema: AccessView }),
  meta: { invalidates: stale },
});

/** Allows or blocks devices that wait. */
export const decideQuarantinedMutation = mutationOptions({
  mutationFn: (body: DecideQuarantinedInput) =>
    apiPost('/api/v1/access/quarantine', { body, schema: DecideQuarantinedOutcome }),
  meta: { invalidates: stale },
});

/** Switches the use of phones with a mailbox. */
export const switchMailboxMutation = mutationOptions({
  mutationFn: ({ mailboxId, ...body }: SwitchMailboxInput) => apiPut(`/api/v1/access/mailboxes/${mailboxId}`, { body }),
  meta: { invalidates: stale },
});

/** Switches the use of phones with a group's mailboxes. */
export const switchGroupMutation = mutationOptions({
  mutationFn: ({ groupId, ...body }: SwitchGroupInput) => apiPut(`/api/v1/access/groups/${groupId}`, { body }),
  meta: { invalidates: stale },
});
