import { z } from 'zod';

/** What the reference shows of a JSON Schema node; everything else is passed over. Children stay unread until needed. */
const SchemaNode = z.object({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  format: z.string().optional(),
  default: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  maxItems: z.number().optional(),
});
export type SchemaNode = z.infer<typeof SchemaNode>;

/** One node of a schema; empty for what is not a schema at all. */
export const readSchemaNode = (value: unknown): SchemaNode => SchemaNode.catch({}).parse(value);

/** The named schemas of a description. */
export const readNamedSchemas = (value: unknown) =>
  Object.entries(z.record(z.string(), z.unknown()).catch({}).parse(value));

/** Name of the schema that a node refers to. */
export const schemaName = (ref: string): string => ref.split('/').at(-1) ?? ref;

/** Anchors of the reference page. `error-` is also what a problem's `type` points to. */
export const operationAnchor = (operationId: string) => `operation-${operationId}`;
export const schemaAnchor = (name: string) => `schema-${name}`;
export const errorAnchor = (code: string) => `error-${code}`;

/** Limits of safe integers say nothing: zod writes them for every whole number. */
export const isTelling = (limit: number | undefined): limit is number =>
  limit !== undefined && Math.abs(limit) !== Number.MAX_SAFE_INTEGER;
