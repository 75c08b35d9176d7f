import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { deviceQueries } from '@/lib/console/devices/queries';
import { historyKeys } from '@/lib/console/history/keys';
import { apiGet, apiPost } from '@/lib/console/http/api-client';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';
import { overviewQueries } from '@/lib/console/overview/queries';
import { policyKeys } from '@/lib/console/policies/keys';
import {
  ExceptionList,
  ExceptionView,
  ExemptionReport,
  type AddExceptionInput,
  type EndExceptionInput,
  type ExceptionListQuery,
} from '@/lib/domain/exceptions/contract';

/** Who is exempt from policy, now or once. */
export const exceptionQueries = {
  all: ['exceptions'] as const,
  list: (query: ExceptionListQuery) =>
    queryOptions({
      queryKey: [...exceptionQueries.all, 'list', query],
      queryFn: ({ signal }) => apiGet('/api/v1/exceptions', { query, schema: ExceptionList, signal }),
      placeholderData: keepPreviousData,
    }),
  report: () =>
    queryOptions({
      queryKey: [...exceptionQueries.all, 'report'],
      queryFn: ({ signal }) => apiGet('/api/v1/exceptions/report', { schema: ExemptionReport, signal }),
    }),
};

const stale = [
  exceptionQueries.all,
  mailboxQueries.all,
  policyKeys.all,
  deviceQueries.all,
  overviewQueries.all,
  historyKeys.all,
];

/** Exempts a mailbox or a group. */
export const addExceptionMutation = mutationOptions({
  mutationFn: (body: AddExceptionInput) => apiPost('/api/v1/exceptions', { body, schema: ExceptionView }),
  meta: { invalidates: stale },
});

/** Ends an exception now. */
export const endExceptionMutation = mutationOptions({
  mutationFn: ({ exceptionId, ...body }: EndExceptionInput) =>
    apiPost(`/api/v1/exceptions/${exceptionId}/end`, { body, schema: ExceptionView }),
  meta: { invalidates: stale },
});
