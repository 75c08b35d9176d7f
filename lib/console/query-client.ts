import {
  MutationCache,
  QueryCache,
  QueryClient,
  defaultShouldDehydrateQuery,
  environmentManager,
  type QueryKey,
} from '@tanstack/react-query';
import { leaveIfSignedOut } from '@/lib/console/auth/leave-if-signed-out';
import { ApiProblem } from '@/lib/console/http/api-problem';

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** Keys that are stale once the mutation has been answered, whatever the answer. */
      invalidates?: readonly QueryKey[];
    };
  }
}

const STALE_MS = 30_000;
const MAX_RETRIES = 2;

/** Only what may pass by itself is tried again: no answer, or a server that says "later". Refusals stay refusals. */
function shouldRetry(failures: number, error: Error): boolean {
  if (!(error instanceof ApiProblem)) return false;
  return failures < MAX_RETRIES && (error.status === 0 || error.status === 502 || error.status === 503);
}

/**
 * A query client with the console's rules: data counts as fresh for half a minute (the event stream says earlier what
 * changed), refusals are not retried, and a mutation is pending until what it lists in `meta.invalidates` is fetched.
 */
export function createQueryClient(): QueryClient {
  const isSignedOut = (error: Error) =>
    !environmentManager.isServer() && error instanceof ApiProblem && error.code === 'signed_out';
  const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: async (error, { queryKey }) => {
        if (!isSignedOut(error) || (await leaveIfSignedOut(queryClient))) return;
        await queryClient.invalidateQueries({ queryKey, exact: true });
      },
    }),
    mutationCache: new MutationCache({
      // Not awaited: the change itself counts as under way until this has been called.
      onError: (error) => {
        if (isSignedOut(error)) void leaveIfSignedOut(queryClient);
      },
      onSettled: async (...outcome) => {
        const keys = outcome[4].meta?.invalidates ?? [];
        await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
      },
    }),
    defaultOptions: {
      queries: { staleTime: STALE_MS, retry: shouldRetry },
      mutations: { retry: false },
      dehydrate: {
        // A prefetch that is still under way is streamed to the browser.
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
      },
    },
  });
  return queryClient;
}

let browserClient: QueryClient | undefined;

/** The browser's one client; on the server a new one a call, so that no answer reaches another person's page. */
export function getQueryClient(): QueryClient {
  if (environmentManager.isServer()) return createQueryClient();
  browserClient ??= createQueryClient();
  return browserClient;
}
