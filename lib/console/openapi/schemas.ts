import { z } from 'zod';
import { FieldError, Problem } from '@/lib/console/http/api-problem';
import * as addresses from '@/lib/domain/addresses/contract';
import * as commands from '@/lib/domain/commands/contract';
import * as devices from '@/lib/domain/devices/contract';
import * as exceptions from '@/lib/domain/exceptions/contract';
import * as folders from '@/lib/domain/folders/contract';
import * as history from '@/lib/domain/history/contract';
import * as mailServers from '@/lib/domain/mail-servers/contract';
import * as mailboxes from '@/lib/domain/mailboxes/contract';
import * as overview from '@/lib/domain/overview/contract';
import * as people from '@/lib/domain/people/contract';
import * as policies from '@/lib/domain/policies/contract';
import * as tokens from '@/lib/domain/tokens/contract';

/** A JSON Schema as it stands in the description. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const contracts = [
  addresses,
  commands,
  devices,
  exceptions,
  folders,
  history,
  mailboxes,
  mailServers,
  overview,
  people,
  policies,
  tokens,
];
const uri = (id: string): string => `#/components/schemas/${id}`;

type Registry = z.core.$ZodRegistry<{ id: string }>;

/** Schemas of the contracts under the names they are exported by, so that each stands in the description once. */
function registryOf(isWanted: (schema: z.ZodType) => boolean): Registry {
  const registry: Registry = z.registry<{ id: string }>();
  const named = contracts.flatMap((contract): [string, unknown][] => Object.entries(contract));
  for (const [id, schema] of [...named, ['Problem', Problem] as const, ['FieldError', FieldError] as const]) {
    if (schema instanceof z.ZodType && isWanted(schema)) registry.add(schema, { id });
  }
  return registry;
}

const isEnum = (schema: z.ZodType) => schema instanceof z.ZodEnum;
const isNamed = (schema: z.ZodType) =>
  isEnum(schema) || schema instanceof z.ZodObject || schema instanceof z.ZodDiscriminatedUnion;

/** Takes out what helps nobody: patterns where the format says it, and marks of zod's own. */
function tidy({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format) delete jsonSchema.pattern;
  delete jsonSchema.propertyNames;
}

/** An answer may get further fields in a later version; a client that refuses them would break. */
function tidyAnswer(context: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  tidy(context);
  if (context.jsonSchema.additionalProperties === false) delete context.jsonSchema.additionalProperties;
}

function withoutIdentity({ $schema: _schema, $id: _id, ...schema }: Record<string, unknown>): JsonSchema {
  return schema;
}

/** What a value that the API answers looks like: references to named schemas, and these. */
export function answerSchemas(): {
  reference: (schema: z.ZodType) => JsonSchema;
  components: Record<string, JsonSchema>;
} {
  const registry = registryOf(isNamed);
  const { schemas } = z.toJSONSchema(registry, { io: 'output', uri, override: tidyAnswer });
  const components = Object.entries(schemas).map(([id, schema]) => [id, withoutIdentity(schema)] as const);
  return {
    reference: (schema) => {
      const id = registry.get(schema)?.id;
      return id ? { $ref: uri(id) } : withoutIdentity(z.toJSONSchema(schema, { io: 'output', override: tidyAnswer }));
    },
    components: Object.fromEntries(components),
  };
}

/** What a request body may look like: itself in full, but for the enumerations that answers have too. */
export function bodySchema(schema: z.ZodObject): JsonSchema {
  const registry = registryOf(isEnum).add(schema, { id: 'Body' });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri, override: tidy });
  return withoutIdentity({ ...schemas['Body'] });
}

/** What a parameter of path or query may look like, after reading: a list is an array. */
export function parameterSchema(schema: z.ZodType): JsonSchema {
  return withoutIdentity(z.toJSONSchema(schema, { io: 'output', override: tidy }));
}

/** The named schemas that something refers to, directly or by another. */
export function reachable(components: Record<string, JsonSchema>, from: unknown): Record<string, JsonSchema> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, id = ''] of JSON.stringify(value).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      if (found.has(id)) continue;
      found.add(id);
      visit(components[id] ?? {});
    }
  };
  visit(from);
  const names = [...found].sort((a, b) => a.localeCompare(b));
  return Object.fromEntries(names.map((id) => [id, components[id] ?? {}]));
}
