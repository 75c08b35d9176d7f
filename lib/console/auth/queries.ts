import { mutationOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { apiGet } from '@/lib/console/http/api-client';
import { ApiProblem, Problem } from '@/lib/console/http/api-problem';
import type { SignInInput } from '@/lib/domain/people/contract';

const CsrfAnswer = z.object({ csrfToken: z.string() });
const AuthAnswer = z.object({ url: z.string() });

/** One of next-auth's forms, sent as it would send it itself; its answer says in an address whether it worked. */
async function postForm(path: string, fields: Record<string, string>): Promise<URL> {
  const { csrfToken } = await apiGet('/api/auth/csrf', { schema: CsrfAnswer });
  const body = new URLSearchParams({ ...fields, csrfToken, json: 'true' });
  const response = await fetch(`/api/auth/${path}`, { method: 'POST', body, credentials: 'same-origin' }).catch(
    (cause: unknown) => {
      throw new ApiProblem(null, { cause });
    },
  );
  const answer: unknown = await response.json().catch(() => null);
  const refusal = Problem.safeParse(answer);
  if (refusal.success) throw new ApiProblem(refusal.data);
  const parsed = AuthAnswer.safeParse(answer);
  if (!parsed.success) throw new ApiProblem(null, { cause: parsed.error });
  return new URL(parsed.data.url, window.location.href);
}

function problemIn(error: string): ApiProblem {
  let told: unknown = null;
  try {
    told = JSON.parse(error);
  } catch (cause) {
    return new ApiProblem(null, { cause });
  }
  const problem = Problem.safeParse(told);
  return new ApiProblem(problem.success ? problem.data : null);
}

/**
 * Signs in. Rejects as `ApiProblem` with `sign_in_refused`, or `sign_in_throttled` with `retryAfterSeconds` in its
 * details. Afterwards load the next page as a document (`window.location.assign`), so that nothing of before stays.
 */
export const signInMutation = mutationOptions({
  mutationFn: async ({ email, password }: SignInInput) => {
    const url = await postForm('callback/credentials', { email, password, callbackUrl: '/mobileadmin' });
    const error = url.searchParams.get('error');
    if (error !== null) throw problemIn(error);
  },
});

/** Signs out. Afterwards load the sign-in page as a document. */
export const signOutMutation = mutationOptions({
  mutationFn: async () => {
    await postForm('signout', { callbackUrl: '/mobileadmin' });
  },
});
