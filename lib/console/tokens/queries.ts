import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { historyKeys } from '@/lib/console/history/keys';
import { apiDelete, apiGet, apiPost } from '@/lib/console/http/api-client';
import { TokenIssued, TokenList, type CreateTokenInput, type TokenIdInput } from '@/lib/domain/tokens/contract';

/** Tokens by which scripts use the API. */
export const tokenQueries = {
  all: ['tokens'] as const,
  list: () =>
    queryOptions({
      queryKey: [...tokenQueries.all, 'list'],
      queryFn: ({ signal }) => apiGet('/api/v1/tokens', { schema: TokenList, signal }),
    }),
};

const stale = [tokenQueries.all, historyKeys.all];

/** Makes a token. Its secret is in this answer and nowhere else. */
export const createTokenMutation = mutationOptions({
  mutationFn: (body: z.input<typeof CreateTokenInput>) => apiPost('/api/v1/tokens', { body, schema: TokenIssued }),
  meta: { invalidates: stale },
});

/** Makes a token useless, at once and for good. */
export const revokeTokenMutation = mutationOptions({
  mutationFn: ({ tokenId }: TokenIdInput) => apiDelete(`/api/v1/tokens/${tokenId}`),
  meta: { invalidates: stale },
});
