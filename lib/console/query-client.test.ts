import { environmentManager, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '@/lib/console/http/api-problem';
import { createQueryClient, getQueryClient } from '@/lib/console/query-client';
import type { ErrorCode } from '@/lib/errors/domain-error';

const refusal = (code: ErrorCode, status: number) =>
  new ApiProblem({ type: 't', title: 'T', status, code, requestId: 'r' });

/** How often a query that keeps failing like this is tried. */
async function attemptsAt(error: Error): Promise<number> {
  const client = createQueryClient();
  const retry = client.getDefaultOptions().queries?.retry;
  let attempts = 0;
  const queryFn = () => {
    attempts += 1;
    return Promise.reject(error);
  };
  await client
    .fetchQuery({ queryKey: ['x'], queryFn, retryDelay: 0, ...(retry !== undefined && { retry }) })
    .catch(() => null);
  return attempts;
}

describe('the query client', () => {
  it.each([
    ['a refusal', refusal('permission_denied', 403), 1],
    ['something that is not there', refusal('device_not_found', 404), 1],
    ['too many sign-ins', refusal('sign_in_throttled', 429), 1],
    ['a failure', refusal('internal_error', 500), 1],
    ['a mistake in the page', new Error('undefined is not a function'), 1],
    ['a server that asks to come back later', refusal('service_unavailable', 503), 3],
    ['no answer', new ApiProblem(null), 3],
  ])('tries %s as often as it may help', async (_what, error, attempts) => {
    expect(await attemptsAt(error)).toBe(attempts);
  });

  it.each([
    ['done', () => Promise.resolve()],
    ['refused', () => Promise.reject(refusal('command_already_open', 409))],
  ])('makes stale what a mutation lists, once it is %s', async (_what, mutationFn) => {
    const client = createQueryClient();
    client.setQueryData(['devices', 'list'], 1);
    client.setQueryData(['people'], 1);
    const mutation = client.getMutationCache().build(client, { mutationFn, meta: { invalidates: [['devices']] } });
    await mutation.execute(undefined).catch(() => null);
    expect(client.getQueryState(['devices', 'list'])?.isInvalidated).toBe(true);
    expect(client.getQueryState(['people'])?.isInvalidated).toBe(false);
  });

  it('asks again for what was refused while the session was replaced by another', async () => {
    vi.stubGlobal('window', {});
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 200 })));
    environmentManager.setIsServer(() => false);
    const client = createQueryClient();
    const queryFn = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(refusal('signed_out', 401))
      .mockResolvedValue('fresh');
    const observer = new QueryObserver(client, { queryKey: ['x'], queryFn });
    const stop = observer.subscribe(() => undefined);
    await vi.waitFor(() => expect(client.getQueryData(['x'])).toBe('fresh'));
    stop();
    environmentManager.setIsServer(() => true);
    vi.unstubAllGlobals();
  });

  it('is a new one for each request on the server, so that nobody sees the data of another', () => {
    expect(getQueryClient()).not.toBe(getQueryClient());
  });
});
