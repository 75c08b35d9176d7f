import { queryOptions } from '@tanstack/react-query';
import { apiGet } from '@/lib/console/http/api-client';
import { Overview } from '@/lib/domain/overview/contract';

/** How things stand, for the first page. */
export const overviewQueries = {
  all: ['overview'] as const,
  get: () =>
    queryOptions({
      queryKey: overviewQueries.all,
      queryFn: ({ signal }) => apiGet('/api/v1/overview', { schema: Overview, signal }),
    }),
};
