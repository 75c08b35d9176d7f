import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { apiDelete, apiGet, apiPost } from '@/lib/console/http/api-client';
import { historyKeys } from '@/lib/console/history/keys';
import { overviewQueries } from '@/lib/console/overview/queries';
import type { EndAutoBlockInput } from '@/lib/domain/auto-block/contract';
import { type CarryOverInput, FormerDeviceList } from '@/lib/domain/continuity/contract';
import {
  DeviceFacets,
  DevicePage,
  DeviceView,
  type DecideAccessInput,
  type DeviceListQuery,
  type RemoveDeviceInput,
  type RetryPolicyInput,
} from '@/lib/domain/devices/contract';

/**
 * Everything the console asks about devices. Components hand these to `useQuery`, pages to `prefetchQuery`.
 * Nothing here polls: the event stream invalidates `deviceQueries.all` when the engine reports a change.
 */
export const deviceQueries = {
  all: ['devices'] as const,
  lists: () => [...deviceQueries.all, 'list'] as const,
  list: (query: DeviceListQuery) =>
    queryOptions({
      queryKey: [...deviceQueries.lists(), query],
      queryFn: ({ signal }) => apiGet('/api/v1/devices', { query, schema: DevicePage, signal }),
      placeholderData: keepPreviousData,
    }),
  facets: () =>
    queryOptions({
      queryKey: [...deviceQueries.all, 'facets'],
      queryFn: ({ signal }) => apiGet('/api/v1/devices/facets', { schema: DeviceFacets, signal }),
    }),
  detail: (deviceId: string) =>
    queryOptions({
      queryKey: [...deviceQueries.all, 'detail', deviceId],
      queryFn: ({ signal }) => apiGet(`/api/v1/devices/${deviceId}`, { schema: DeviceView, signal }),
    }),
  /** Under the device's own key, so that they become stale with it. */
  formers: (deviceId: string) =>
    queryOptions({
      queryKey: [...deviceQueries.detail(deviceId).queryKey, 'formers'],
      queryFn: ({ signal }) =>
        apiGet(`/api/v1/devices/${deviceId}/former-devices`, { schema: FormerDeviceList, signal }),
    }),
};

const stale = [deviceQueries.all, overviewQueries.all, historyKeys.all];

/** Allows a device again, or blocks it, by hand. */
export const decideAccessMutation = mutationOptions({
  mutationFn: ({ deviceId, ...body }: DecideAccessInput) => apiPost(`/api/v1/devices/${deviceId}/access`, { body }),
  meta: { invalidates: stale },
});

/** Lets a device that goes round in circles try again at once. */
export const retryPolicyMutation = mutationOptions({
  mutationFn: ({ deviceId, ...body }: RetryPolicyInput) =>
    apiPost(`/api/v1/devices/${deviceId}/policy/retry`, { body }),
  meta: { invalidates: stale },
});

/** Ends an automatic block before its time. */
export const endAutoBlockMutation = mutationOptions({
  mutationFn: ({ deviceId, ...body }: EndAutoBlockInput) =>
    apiPost(`/api/v1/devices/${deviceId}/automatic-block/end`, { body }),
  meta: { invalidates: stale },
});

/** Carries over what was decided about a former device. */
export const carryOverMutation = mutationOptions({
  mutationFn: ({ deviceId, ...body }: CarryOverInput) =>
    apiPost(`/api/v1/devices/${deviceId}/former-devices`, { body }),
  meta: { invalidates: [...stale, ['access']] },
});

/** Forgets a partnership. */
export const removeDeviceMutation = mutationOptions({
  mutationFn: ({ deviceId, ...body }: RemoveDeviceInput) => apiDelete(`/api/v1/devices/${deviceId}`, { body }),
  meta: { invalidates: stale },
});
