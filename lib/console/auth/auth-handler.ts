import { randomUUID } from 'node:crypto';
import NextAuth from 'next-auth';
import type { NextApiRequest, NextApiResponse } from 'next';
import { authOptions, type AuthHooks } from '@/lib/console/auth/auth-options';
import { anonymous } from '@/lib/console/http/answer';
import type { Problem } from '@/lib/console/http/api-problem';
import { addressOf } from '@/lib/console/http/client-address';
import { cookiesOf } from '@/lib/console/http/cookies';
import { isUnavailable } from '@/lib/console/http/is-unavailable';
import { problemResponse, refusalOf } from '@/lib/console/http/problem';
import { readText, type PathParameters } from '@/lib/console/http/read-input';
import { getRuntime, type ConsoleRuntime } from '@/lib/console/runtime';
import { SignInInput } from '@/lib/domain/people/contract';
import { verifySignIn } from '@/lib/domain/people/verify-sign-in';
import type { ErrorCode } from '@/lib/errors/domain-error';

/** Collects what next-auth answers through the interface it knows, that of an API route. */
class Reply {
  private readonly headers = new Headers();
  private code = 200;
  private body: string | null = null;

  readonly response = {
    status: (code: number) => {
      this.code = code;
      return this.response;
    },
    getHeader: (name: string) => (name.toLowerCase() === 'set-cookie' ? this.headers.getSetCookie() : undefined),
    setHeader: (name: string, value: string | readonly string[]) => {
      this.headers.delete(name);
      for (const part of typeof value === 'string' ? [value] : value) this.headers.append(name, part);
      return this.response;
    },
    json: (body: unknown) => {
      this.headers.set('content-type', 'application/json');
      this.body = JSON.stringify(body);
    },
    send: (body: unknown) => (typeof body === 'object' && body !== null ? this.response.json(body) : this.end(body)),
    end: () => undefined,
  };

  private end(body: unknown): void {
    this.body = typeof body === 'string' ? body : null;
  }

  toResponse(requestId: string): Response {
    if (!this.headers.has('cache-control')) this.headers.set('cache-control', 'no-store');
    this.headers.set('x-request-id', requestId);
    return new Response(this.body, { status: this.code, headers: this.headers });
  }
}

function codeOf(error: unknown): { code: ErrorCode; problem: Partial<Problem> } {
  // A form that is not filled in is not worth a difference: nobody signs in with it.
  if (error instanceof Error && error.name === 'ZodError') return { code: 'sign_in_refused', problem: {} };
  return refusalOf(error) ?? { code: isUnavailable(error) ? 'service_unavailable' : 'internal_error', problem: {} };
}

/** Verifies a password, and puts a refusal into the message as a problem: the only thing next-auth hands on. */
function authorizeBy(runtime: ConsoleRuntime, request: Request, requestId: string): AuthHooks['authorize'] {
  const { db, now, log } = runtime;
  const address = addressOf(request.headers);
  return async (credentials) => {
    try {
      const input = SignInInput.parse(pickPassword(credentials));
      return await verifySignIn({ db, now, actor: anonymous, requestId, address }, input);
    } catch (error) {
      const { code, problem } = codeOf(error);
      if (code === 'internal_error') log.error({ requestId, err: error }, 'sign-in failed');
      throw new Error(await problemResponse(code, requestId, problem).text(), { cause: error });
    }
  };
}

function pickPassword(form: unknown): { email: unknown; password: unknown } {
  const { email, password }: Record<string, unknown> = { ...(typeof form === 'object' && form) };
  return { email, password };
}

async function apiRequest(request: Request, path: PathParameters): Promise<Partial<NextApiRequest>> {
  const body = request.method === 'POST' ? Object.fromEntries(new URLSearchParams(await readText(request))) : undefined;
  return {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    cookies: cookiesOf(request.headers),
    query: { ...Object.fromEntries(new URL(request.url).searchParams), ...path },
    body,
  };
}

/** Signing in and out, by next-auth. It is handed plain requests, so that tests can call it as a route like any other. */
export async function handleAuth(request: Request, context: { params: Promise<PathParameters> }): Promise<Response> {
  const runtime = getRuntime();
  const requestId = randomUUID();
  const faults: unknown[] = [];
  const onFault = (error: unknown) => faults.push(error);
  const options = authOptions(runtime, { authorize: authorizeBy(runtime, request, requestId), onFault });
  const reply = new Reply();
  try {
    // Exactly the parts of both that next-auth reads and calls.
    const req = (await apiRequest(request, await context.params)) as NextApiRequest;
    const res = reply.response as unknown as NextApiResponse;
    await NextAuth(req, res, options);
    if (faults.length > 0) throw faults[0];
    return reply.toResponse(requestId);
  } catch (error) {
    const { code, problem } = codeOf(error);
    if (code === 'internal_error') runtime.log.error({ requestId, err: error }, 'request failed');
    return problemResponse(code, requestId, problem);
  }
}
