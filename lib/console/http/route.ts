import { randomUUID } from 'node:crypto';
import { answer, type Handler } from '@/lib/console/http/answer';
import { problemResponse } from '@/lib/console/http/problem';
import type { HttpMethod, InputOf, Operation, ResultOf } from '@/lib/console/openapi/operation';
import type { DomainContext } from '@/lib/domain/context';
import type { ErrorCode } from '@/lib/errors/domain-error';

/**
 * The handler of an operation that is one domain function: who calls and what they say goes in, what it returns is the
 * answer. Permission and history are part of the function, so nothing can go around them.
 */
export function route<Op extends Operation>(
  operation: Op,
  run: (ctx: DomainContext, input: InputOf<Op>) => Promise<ResultOf<Op>>,
): Handler {
  return answer(operation, async ({ ctx, input }) => {
    const result = await run(ctx, input);
    if (!operation.output) return new Response(null, { status: 204 });
    return Response.json(result, { status: operation.status ?? 200 });
  });
}

type Handlers = Partial<Record<HttpMethod, Handler>>;
type RouteHandler = (request: Request, context: Parameters<Handler>[1]) => Promise<Response>;
type Resource = Record<HttpMethod, RouteHandler>;

/** Refuses whoever asks, without asking who. */
function refusing(code: ErrorCode, headers: Readonly<Record<string, string>> = {}): Resource {
  const refuse = (): Promise<Response> => {
    const requestId = randomUUID();
    const response = problemResponse(code, requestId);
    const all = { ...headers, 'x-request-id': requestId, 'cache-control': 'no-store' };
    for (const [name, value] of Object.entries(all)) response.headers.set(name, value);
    return Promise.resolve(response);
  };
  return { GET: refuse, POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse };
}

/**
 * All methods of one address; those it does not have are refused as a problem like any other.
 *
 * @example export const { GET, POST, PUT, PATCH, DELETE } = resource({ GET: route(…), POST: route(…) });
 */
export function resource(handlers: Handlers): Resource {
  return { ...refusing('method_not_allowed', { allow: Object.keys(handlers).join(', ') }), ...handlers };
}

/** All methods of an address that is none. */
export const unknownResource: Resource = refusing('not_found');
