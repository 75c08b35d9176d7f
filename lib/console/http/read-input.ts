import type { z } from 'zod';
import { rawQuery } from '@/lib/console/http/query-string';
import type { Operation } from '@/lib/console/openapi/operation';
import { pathParameters } from '@/lib/console/openapi/operation';
import { DomainError } from '@/lib/errors/domain-error';

/** Far above the largest input there is (an assignment of 2000 ids). */
const BODY_LIMIT_BYTES = 256 * 1024;

export type PathParameters = Readonly<Record<string, string | string[] | undefined>>;

/** The body as text. Counts as it reads: what the client says about the length is not relied on. */
export async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Breaking off cancels the stream, so that the rest is not received.
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > BODY_LIMIT_BYTES) throw new DomainError('body_too_large', `More than ${BODY_LIMIT_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
  const text = await readText(request);
  if (text === '') return {};
  const [mediaType = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (mediaType.trim().toLowerCase() !== 'application/json') {
    // Also what keeps forms of other sites out: they cannot send this type.
    throw new DomainError('content_type_unsupported', mediaType);
  }
  return objectOf(parseJson(text));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DomainError('invalid_input', 'The body is not JSON', { cause });
  }
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new DomainError('invalid_input', 'The body is not a JSON object');
  }
  return { ...body };
}

function idempotencyKey(operation: Operation, request: Request): Record<string, string> {
  const key = request.headers.get('idempotency-key');
  return operation.isIdempotent && key !== null ? { idempotencyKey: key } : {};
}

/** PostgreSQL keeps no text with a NUL character; nobody means one. */
function refuseNul(said: object): void {
  if (/(?<!\\)(\\\\)*\\u0000/.test(JSON.stringify(said))) throw new DomainError('invalid_input', 'NUL character');
}

/**
 * Everything the caller says, from path, query or body, and header, parsed together by the operation's one schema.
 * What stands in the path wins.
 *
 * @throws ZodError; DomainError `invalid_input`, `content_type_unsupported`, `body_too_large`
 */
export async function readInput(operation: Operation, request: Request, path: PathParameters): Promise<unknown> {
  const schema: z.ZodObject | undefined = operation.input;
  const said = operation.method === 'GET' ? rawQuery(new URL(request.url).searchParams) : await readBody(request);
  if (!schema) return undefined;
  const parameters = pathParameters(operation.path).map((name) => [name, path[name]] as const);
  const all = { ...said, ...idempotencyKey(operation, request), ...Object.fromEntries(parameters) };
  refuseNul(all);
  return schema.parse(all);
}
