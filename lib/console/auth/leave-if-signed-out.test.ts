import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { leaveIfSignedOut } from '@/lib/console/auth/leave-if-signed-out';

const visited: string[] = [];
const location = {
  pathname: '/mobileadmin/devices',
  search: '?state=silent',
  assign: (to: string) => visited.push(to),
};
const answerWith = (status: number) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(() => Promise.resolve(new Response(null, { status }))),
  );

beforeEach(() => {
  visited.length = 0;
  vi.stubGlobal('window', { location });
});
afterEach(() => vi.unstubAllGlobals());

describe('a page whose request was refused for want of a session', () => {
  it('leads to the sign-in page and back from there when the session is over', async () => {
    answerWith(401);
    expect(await leaveIfSignedOut(new QueryClient())).toBe(true);
    expect(visited).toEqual(['/mobileadmin/sign-in?next=%2Fmobileadmin%2Fdevices%3Fstate%3Dsilent']);
  });

  it.each([200, 503])('stays when the server, asked again, says %s', async (status) => {
    answerWith(status);
    expect(await leaveIfSignedOut(new QueryClient())).toBe(false);
    expect(visited).toEqual([]);
  });

  it('stays when the server cannot be reached', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
    expect(await leaveIfSignedOut(new QueryClient())).toBe(false);
  });

  it('waits for a change under way, which may bring a new session', async () => {
    answerWith(401);
    const client = new QueryClient();
    let answer = () => {};
    const mutationFn = () => new Promise<void>((resolve) => (answer = resolve));
    const change = client.getMutationCache().build(client, { mutationFn }).execute(undefined);
    const leaving = leaveIfSignedOut(client);
    await vi.waitFor(() => expect(client.isMutating()).toBe(1));
    expect(fetch).not.toHaveBeenCalled();
    answerWith(200); // under the new session
    answer();
    await change;
    expect(await leaving).toBe(false);
    expect(visited).toEqual([]);
  });
});
