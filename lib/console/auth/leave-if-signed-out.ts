import type { QueryClient } from '@tanstack/react-query';
import { signInUrl } from '@/lib/console/auth/next-page';

const STREAM = '/api/v1/events';

/**
 * Leads to the sign-in page, and from there back, if the session is over. A refusal alone does not prove that: who
 * changes the password ends all sessions and gets a new one with the answer, which a request sent before does not have.
 * So the server is asked once more, when no change is under way.
 *
 * @returns whether the page is left; if not, what was refused may be asked for again
 */
export async function leaveIfSignedOut(queryClient: QueryClient): Promise<boolean> {
  await changesAnswered(queryClient);
  if (!(await isSessionOver())) return false;
  const { pathname, search } = window.location;
  if (pathname !== '/mobileadmin/sign-in') window.location.assign(signInUrl(pathname + search));
  return true;
}

function changesAnswered(queryClient: QueryClient): Promise<void> {
  return new Promise((resolve) => {
    if (queryClient.isMutating() === 0) return resolve();
    const unsubscribe = queryClient.getMutationCache().subscribe(() => {
      if (queryClient.isMutating() > 0) return;
      unsubscribe();
      resolve();
    });
  });
}

/** Whether the server refuses for want of a session, and not because it is away or busy. */
async function isSessionOver(): Promise<boolean> {
  try {
    const { status } = await fetch(STREAM, { method: 'HEAD', cache: 'no-store' });
    return status === 401;
  } catch {
    return false; // not reachable: says nothing of the session
  }
}
