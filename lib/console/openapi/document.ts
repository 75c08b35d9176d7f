import { describeOperation, type DescribedOperation } from '@/lib/console/openapi/describe-operation';
import { operations } from '@/lib/console/openapi/operations';
import { answerSchemas, reachable } from '@/lib/console/openapi/schemas';
import { errorCatalog } from '@/lib/errors/domain-error';
import packageJson from '@/package.json' with { type: 'json' };

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: Readonly<Record<string, unknown>>;
}

const DESCRIPTION = `The console's own interface, for scripts. A script sends a token, made under Settings, as
\`Authorization: Bearer mat_…\`; a browser its session cookie. Refusals are \`application/problem+json\` (RFC 9457): decide by
\`code\`, never by text. Every answer carries an \`x-request-id\` by which log and history know the request. Times are
ISO 8601 in UTC. Answers may get further fields.`;

function build(): OpenApiDocument {
  const { reference, components } = answerSchemas();
  const paths: Record<string, Record<string, DescribedOperation>> = {};
  for (const operation of operations) {
    const described = { [operation.method.toLowerCase()]: describeOperation(operation, reference) };
    paths[operation.path] = { ...paths[operation.path], ...described };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mobileadmin',
      version: packageJson.version,
      description: DESCRIPTION.replaceAll('\n', ' '),
      license: { name: packageJson.license, identifier: packageJson.license },
    },
    servers: [{ url: '/api/v1' }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: reachable(components, paths),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token made under Settings, `mat_…`.' },
        session: { type: 'apiKey', in: 'cookie', name: 'mobileadmin.session', description: 'Set by signing in.' },
      },
    },
  };
}

let built: OpenApiDocument | undefined;

/** The OpenAPI 3.1 description of the HTTP API, made from the very operations and schemas that the routes run on. */
export function openApiDocument(): OpenApiDocument {
  built ??= build();
  return built;
}

/** Every refusal there is, for the reference page; `problemType` of `http/problem.ts` points to `#error-<code>` there. */
export const errorReference: readonly { code: string; status: number; title: string }[] = Object.entries(
  errorCatalog,
).map(([code, entry]) => ({ code, ...entry }));
