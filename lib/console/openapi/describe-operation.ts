import { z } from 'zod';
import { Problem } from '@/lib/console/http/api-problem';
import { pathParameters, type Operation } from '@/lib/console/openapi/operation';
import { bodySchema, parameterSchema, type JsonSchema } from '@/lib/console/openapi/schemas';
import { Role } from '@/lib/domain/people/contract';
import { hasPermission } from '@/lib/domain/permissions';
import { errorCatalog, type ErrorCode } from '@/lib/errors/domain-error';

type Reference = (schema: z.ZodType) => JsonSchema;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly description?: string;
  readonly style?: 'form';
  readonly explode?: false;
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

export interface DescribedOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  /** Roles that may call it; empty if no session is needed. */
  readonly 'x-roles': readonly Role[];
}

const rolesOf = ({ access }: Operation): Role[] => {
  if (access === 'public') return [];
  return access === 'signed_in' ? [...Role.options] : Role.options.filter((role) => hasPermission(role, access));
};

function isQuery({ method }: Operation): boolean {
  return method === 'GET';
}

/** Fields that are not said in the body: those of the path, and the one from the header. */
function outsideBody(operation: Operation): string[] {
  return [...pathParameters(operation.path), ...(operation.isIdempotent ? ['idempotencyKey'] : [])];
}

function bodyOf(operation: Operation): z.ZodObject | null {
  if (!operation.input || isQuery(operation)) return null;
  const outside = outsideBody(operation);
  const fields = Object.entries<z.ZodType>(operation.input.shape).filter(([name]) => !outside.includes(name));
  return fields.length > 0 ? z.strictObject(Object.fromEntries(fields)) : null;
}

function parametersOf(operation: Operation): Parameter[] {
  const inPath = pathParameters(operation.path);
  const fields = Object.entries<z.ZodType>(operation.input?.shape ?? {});
  const path = fields.filter(([name]) => inPath.includes(name));
  const query = isQuery(operation) ? fields.filter(([name]) => !inPath.includes(name)) : [];
  const header: Parameter[] = operation.isIdempotent
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          schema: { type: 'string', maxLength: 200 },
          description: 'A repeated request with the same key gets the outcome of the first.',
        },
      ]
    : [];
  return [
    ...path.map(([name, schema]): Parameter => ({ name, in: 'path', required: true, schema: parameterSchema(schema) })),
    ...query.map(([name, field]): Parameter => {
      const schema = parameterSchema(field);
      const list = schema['type'] === 'array' ? ({ style: 'form', explode: false } as const) : {};
      return { name, in: 'query', required: !field.safeParse(undefined).success, schema, ...list };
    }),
    ...header,
  ];
}

/** Refusals that an operation can answer with because of what it is, besides those of its function. */
function refusalsOf(operation: Operation): ErrorCode[] {
  const isOpen = operation.access === 'public';
  const codes: ErrorCode[] = [...(operation.refusals ?? []), 'internal_error', 'service_unavailable'];
  if (!isOpen) codes.push('signed_out', 'token_invalid');
  if (!isOpen && operation.access !== 'signed_in') codes.push('permission_denied');
  if (!isOpen && !isQuery(operation)) codes.push('cross_site_refused');
  if (operation.input) codes.push('invalid_input');
  if (bodyOf(operation)) codes.push('content_type_unsupported', 'body_too_large');
  return [...new Set(codes)];
}

function problemResponses(operation: Operation, schema: JsonSchema): DescribedOperation['responses'] {
  const codes = refusalsOf(operation);
  const statuses = [...new Set(codes.map((code) => errorCatalog[code].status))].sort((a, b) => a - b);
  const entries = statuses.map((status) => {
    const same = codes.filter((code) => errorCatalog[code].status === status);
    const description = same.map((code) => `\`${code}\`: ${errorCatalog[code].title}`).join('; ');
    return [String(status), { description, content: { 'application/problem+json': { schema } } }] as const;
  });
  return Object.fromEntries(entries);
}

function success(operation: Operation, reference: Reference): DescribedOperation['responses'] {
  const { media, output, status = output || media ? 200 : 204 } = operation;
  const streamed = media?.map((type) => [type, { schema: { type: 'string' } }] as const);
  const content: Content | undefined = streamed
    ? Object.fromEntries(streamed)
    : output && { 'application/json': { schema: reference(output) } };
  const description = status === 201 ? 'Made' : status === 204 ? 'Done' : 'Success';
  return { [String(status)]: { description, ...(content && { content }) } };
}

/** How the description tells an operation. `reference` gives what stands for the schema of an answer. */
export function describeOperation(operation: Operation, reference: Reference): DescribedOperation {
  const { id, tag, summary, description, access } = operation;
  const body = bodyOf(operation);
  const required = body ? !body.safeParse({}).success : false;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    parameters: parametersOf(operation),
    ...(body && { requestBody: { required, content: { 'application/json': { schema: bodySchema(body) } } } }),
    responses: { ...success(operation, reference), ...problemResponses(operation, reference(Problem)) },
    security: access === 'public' ? [] : [{ token: [] }, { session: [] }],
    'x-roles': rolesOf(operation),
  };
}
