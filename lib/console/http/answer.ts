import { randomUUID } from 'node:crypto';
import { findActor } from '@/lib/console/auth/authenticate';
import { addressOf } from '@/lib/console/http/client-address';
import { cookiesOf } from '@/lib/console/http/cookies';
import { isUnavailable } from '@/lib/console/http/is-unavailable';
import { problemResponse, refusalOf } from '@/lib/console/http/problem';
import { readInput, type PathParameters } from '@/lib/console/http/read-input';
import type { InputOf, Operation } from '@/lib/console/openapi/operation';
import { getRuntime, type ConsoleRuntime } from '@/lib/console/runtime';
import type { Actor, DomainContext } from '@/lib/domain/context';
import { DomainError } from '@/lib/errors/domain-error';

/** A call that was let in: who, what, and the request itself for those who stream. */
export interface Call<Op extends Operation> {
  readonly ctx: DomainContext;
  readonly input: InputOf<Op>;
  readonly request: Request;
  readonly runtime: ConsoleRuntime;
}

/** What Next calls for one method of a route. */
export interface Handler {
  (request: Request, context: { params: Promise<PathParameters> }): Promise<Response>;
  /** What it does; compared with the API's description by a test. */
  readonly operation: Operation;
}

/** Acts for people who prove themselves otherwise: by a one-time link, or by the password they are about to give. */
export const anonymous: Actor = { kind: 'system', id: 'system', name: 'Mobileadmin', role: 'administrator' };

async function actorOf(operation: Operation, request: Request, runtime: ConsoleRuntime): Promise<Actor> {
  if (operation.access === 'public') return anonymous;
  const { headers, method } = request;
  const actor = await findActor(runtime, { headers, cookies: cookiesOf(headers), method });
  if (!actor) throw new DomainError('signed_out', 'No session and no token');
  return actor;
}

/** Refusals are answered as they are; a fault is logged, here and nowhere else, and its cause kept from the caller. */
function refuse(error: unknown, runtime: ConsoleRuntime, call: { requestId: string; operation: string }): Response {
  const { requestId } = call;
  const refusal = refusalOf(error);
  if (refusal && refusal.code !== 'internal_error') {
    runtime.log.debug({ ...call, code: refusal.code, err: error }, 'request refused');
    return problemResponse(refusal.code, requestId, refusal.problem);
  }
  if (isUnavailable(error)) {
    runtime.log.warn({ ...call, err: error }, 'database not reachable');
    return problemResponse('service_unavailable', requestId);
  }
  runtime.log.error({ ...call, err: error }, 'request failed');
  return problemResponse('internal_error', requestId);
}

/**
 * Makes the handler of an operation: lets the caller in, parses what they say, and answers refusals as problems. No
 * answer is kept by anyone on the way, and each carries the request id that the log and the history know it by.
 */
export function answer<Op extends Operation>(operation: Op, run: (call: Call<Op>) => Promise<Response>): Handler {
  const handle = async (request: Request, context: { params: Promise<PathParameters> }): Promise<Response> => {
    const runtime = getRuntime();
    const requestId = randomUUID();
    const { db, now } = runtime;
    let response: Response;
    try {
      const actor = await actorOf(operation, request, runtime);
      // Made by this operation's own schema.
      const input = (await readInput(operation, request, await context.params)) as InputOf<Op>;
      const ctx: DomainContext = { db, actor, requestId, address: addressOf(request.headers), now };
      response = await run({ ctx, input, request, runtime });
    } catch (error) {
      response = refuse(error, runtime, { requestId, operation: operation.id });
    }
    // Next answers HEAD by GET and drops the body; a stream that nobody reads would stay open.
    if (request.method === 'HEAD') {
      await response.body?.cancel();
      response = new Response(null, response);
    }
    response.headers.set('x-request-id', requestId);
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
    return response;
  };
  return Object.assign(handle, { operation });
}
