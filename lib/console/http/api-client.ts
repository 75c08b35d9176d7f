import type { z } from 'zod';
import { ApiProblem, Problem } from '@/lib/console/http/api-problem';
import { queryString, type QueryObject } from '@/lib/console/http/query-string';

interface ReadRequest<Schema extends z.ZodType> {
  schema: Schema;
  query?: QueryObject;
  signal?: AbortSignal;
}

interface WriteRequest<Schema extends z.ZodType> {
  /** Of the answer; without it the answer has no content that matters. */
  schema?: Schema;
  body?: unknown;
  query?: QueryObject;
  signal?: AbortSignal;
  /** Makes a repeated write find the outcome of the first (`Idempotency-Key`). */
  idempotencyKey?: string;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Fetches, and turns "no answer" into a problem; a request that was given up stays an `AbortError`. */
async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, credentials: 'same-origin', cache: 'no-store' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiProblem(null, { cause: error });
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  const problem = Problem.safeParse(body);
  // Not ours: a proxy in between answered for a console that is down.
  return new ApiProblem(problem.success ? problem.data : null);
}

/** An answer that breaks the contract: page and server are of different versions, or one has a mistake. */
function notUnderstood(response: Response, cause: Error): ApiProblem {
  const requestId = response.headers.get('x-request-id') ?? '';
  const problem = { type: 'about:blank', title: 'The answer was not understood', status: 500, requestId };
  return new ApiProblem({ ...problem, code: 'internal_error' }, { cause });
}

function requestOf(method: Method, request: Partial<WriteRequest<z.ZodType>>): RequestInit {
  const headers = new Headers({ accept: 'application/json' });
  if (request.body !== undefined) headers.set('content-type', 'application/json');
  if (request.idempotencyKey !== undefined) headers.set('idempotency-key', request.idempotencyKey);
  return {
    method,
    headers,
    ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
    ...(request.signal && { signal: request.signal }),
  };
}

async function call(method: Method, url: string, request: WriteRequest<z.ZodType>): Promise<unknown> {
  const response = await send(url + queryString(request.query ?? {}), requestOf(method, request));
  if (!response.ok) throw await problemOf(response);
  if (!request.schema) return undefined;
  const answer = request.schema.safeParse(await response.json().catch(() => undefined));
  if (answer.success) return answer.data;
  throw notUnderstood(response, answer.error);
}

/**
 * Reads from the console's own API, in the browser.
 *
 * @throws ApiProblem for every refusal, and with code `unreachable` if no answer came
 */
export async function apiGet<Schema extends z.ZodType>(
  url: string,
  request: ReadRequest<Schema>,
): Promise<z.output<Schema>> {
  // `call` has parsed the answer by this very schema.
  return (await call('GET', url, request)) as z.output<Schema>;
}

/** A writing method of the API. Without `schema` it resolves to nothing. */
interface Write {
  <Schema extends z.ZodType>(
    url: string,
    request: WriteRequest<Schema> & { schema: Schema },
  ): Promise<z.output<Schema>>;
  (url: string, request?: Omit<WriteRequest<z.ZodType>, 'schema'>): Promise<void>;
}

const write = (method: Method): Write =>
  // `call` returns what `schema` made of the answer, or undefined without one: the two signatures of `Write`.
  ((url: string, request?: WriteRequest<z.ZodType>) => call(method, url, request ?? {})) as Write;

/** Writes by POST. @throws ApiProblem */
export const apiPost = write('POST');
/** Replaces by PUT. @throws ApiProblem */
export const apiPut = write('PUT');
/** Changes by PATCH. @throws ApiProblem */
export const apiPatch = write('PATCH');
/** Deletes. @throws ApiProblem */
export const apiDelete = write('DELETE');
