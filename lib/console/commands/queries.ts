import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { deviceQueries } from '@/lib/console/devices/queries';
import { historyKeys } from '@/lib/console/history/keys';
import { apiGet, apiPost } from '@/lib/console/http/api-client';
import { overviewQueries } from '@/lib/console/overview/queries';
import {
  CommandEffects,
  CommandList,
  CommandView,
  QueueCommandsResult,
  type CancelCommandInput,
  type CommandEffectsInput,
  type QueueCommandInput,
  type QueueCommandsInput,
} from '@/lib/domain/commands/contract';

/** Orders to devices: what was ordered, what became of it, and what one would do. */
export const commandQueries = {
  all: ['commands'] as const,
  ofDevice: (deviceId: string) =>
    queryOptions({
      queryKey: [...commandQueries.all, 'device', deviceId],
      queryFn: ({ signal }) => apiGet(`/api/v1/devices/${deviceId}/commands`, { schema: CommandList, signal }),
    }),
  detail: (commandId: string) =>
    queryOptions({
      queryKey: [...commandQueries.all, 'detail', commandId],
      queryFn: ({ signal }) => apiGet(`/api/v1/commands/${commandId}`, { schema: CommandView, signal }),
    }),
  /** Asked anew each time a dialog opens: the effect must be that of now. */
  effects: (input: CommandEffectsInput) =>
    queryOptions({
      queryKey: [...commandQueries.all, 'effects', input],
      queryFn: ({ signal }) => apiPost('/api/v1/commands/preview', { body: input, schema: CommandEffects, signal }),
      staleTime: 0,
      gcTime: 0,
    }),
};

const stale = [commandQueries.all, deviceQueries.all, overviewQueries.all, historyKeys.all];

/**
 * Orders a wipe or a delete of one device. With `idempotencyKey` (one a dialog) a repeated click finds the first order.
 * A refusal rejects as `ApiProblem`, so that `isError` means the same for reads and writes.
 */
export const queueCommandMutation = mutationOptions({
  mutationFn: ({ deviceId, idempotencyKey, ...body }: QueueCommandInput) =>
    apiPost(`/api/v1/devices/${deviceId}/commands`, {
      body,
      schema: CommandView,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    }),
  meta: { invalidates: stale },
});

/** Orders the same for several devices; each has its own outcome in the answer. */
export const queueCommandsMutation = mutationOptions({
  mutationFn: (body: QueueCommandsInput) => apiPost('/api/v1/commands', { body, schema: QueueCommandsResult }),
  meta: { invalidates: stale },
});

/** Takes an order back as long as it is queued; later it is refused with the time of delivery in the details. */
export const cancelCommandMutation = mutationOptions({
  mutationFn: ({ commandId, ...body }: CancelCommandInput) =>
    apiPost(`/api/v1/commands/${commandId}/cancel`, { body, schema: CommandView }),
  meta: { invalidates: stale },
});
