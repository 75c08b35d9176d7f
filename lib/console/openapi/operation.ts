import type { z } from 'zod';
import type { Permission } from '@/lib/domain/permissions';
import type { ErrorCode } from '@/lib/errors/domain-error';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What an operation answers other than JSON. */
export type MediaType = 'text/csv' | 'application/json' | 'text/event-stream';

/**
 * One operation of the HTTP API: what its route accepts and answers, and what the OpenAPI description says. Both are
 * made from this, so that they cannot differ.
 */
export interface Operation<
  Input extends z.ZodObject | undefined = z.ZodObject | undefined,
  Output extends z.ZodType | undefined = z.ZodType | undefined,
> {
  /** Name of the operation, also in generated clients. */
  readonly id: string;
  readonly method: HttpMethod;
  /** Below `/api/v1`, with `{parameters}` that are fields of `input`. */
  readonly path: string;
  readonly tag: string;
  /** One line, without a full stop. */
  readonly summary: string;
  readonly description?: string;
  /** Permission that the domain function asks for; `signed_in`: any caller; `public`: no caller at all. */
  readonly access: Permission | 'signed_in' | 'public';
  /** Path and query together, or path and body: GET reads the query, everything else the body. */
  readonly input?: Input;
  /** The answer; without it there is none (204). */
  readonly output?: Output;
  /** Success; 200 with an output and 204 without unless told. */
  readonly status?: 200 | 201;
  /** Takes an `Idempotency-Key` header into the field `idempotencyKey` of its input. */
  readonly isIdempotent?: true;
  /** Of an answer that is streamed instead of one JSON document. */
  readonly media?: readonly MediaType[];
  /** Refusals beyond those that every operation knows. */
  readonly refusals?: readonly ErrorCode[];
}

type Given<Schema> = [NonNullable<Schema>] extends [never] ? z.ZodUndefined : NonNullable<Schema>;

/** What the domain function gets: the parsed input, or nothing. */
export type InputOf<Op extends Operation> = z.output<Given<Op['input']>>;
/** What the domain function has to return; anything, if the answer is empty. */
export type ResultOf<Op extends Operation> = [NonNullable<Op['output']>] extends [never]
  ? unknown
  : z.input<Given<Op['output']>>;

/** Keeps the exact types of the schemas, which the route's types are made from. */
export function operation<
  Input extends z.ZodObject | undefined = undefined,
  Output extends z.ZodType | undefined = undefined,
>(description: Operation<Input, Output>): Operation<Input, Output> {
  return Object.freeze(description);
}

/** Names of the parameters in an operation's path. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}
