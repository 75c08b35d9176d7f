import { infiniteQueryOptions, keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { apiGet, apiPost } from '@/lib/console/http/api-client';
import { historyKeys } from '@/lib/console/history/keys';
import { ChainReport, DeviceHistoryPage, HistoryPage, type HistoryQuery } from '@/lib/domain/history/contract';

/** The history: of everything, and of one device. */
export const historyQueries = {
  all: historyKeys.all,
  list: (query: HistoryQuery) =>
    queryOptions({
      queryKey: [...historyKeys.all, 'list', query],
      queryFn: ({ signal }) => apiGet('/api/v1/history', { query, schema: HistoryPage, signal }),
      placeholderData: keepPreviousData,
    }),
  /** Newest first, further back page by page. */
  ofDevice: (deviceId: string) =>
    infiniteQueryOptions({
      queryKey: [...historyKeys.all, 'device', deviceId],
      queryFn: ({ signal, pageParam }) =>
        apiGet(`/api/v1/devices/${deviceId}/history`, {
          query: { cursor: pageParam },
          schema: DeviceHistoryPage,
          signal,
        }),
      // Widened: later pages have a cursor.
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.nextCursor,
    }),
};

/** Walks the whole chain and says whether it holds; seconds for a large history. */
export const verifyHistoryMutation = mutationOptions({
  mutationFn: () => apiPost('/api/v1/history/verify', { schema: ChainReport }),
});
