import type { z } from 'zod';

/** What a page gets as `searchParams` and what a route reads from its address: repeated names become arrays. */
export type RawQuery = Record<string, string | string[] | undefined>;

type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];
/** A query as an object; undefined, null and empty parts are left out of the address. */
export type QueryObject = Readonly<Record<string, QueryValue>>;

/** The query of an address as an object. A name that stands there once is a string, more often an array. */
export function rawQuery(params: URLSearchParams): RawQuery {
  const names = [...new Set(params.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = params.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

/** A list as the parameters that `listOf` reads back: joined by commas, unless a part has one itself. */
function listParts(name: string, list: readonly (string | number)[]): [string, string][] {
  const parts = list.map(String).filter((part) => part !== '');
  if (parts.length === 0) return [];
  if (!parts.some((part) => part.includes(','))) return [[name, parts.join(',')]];
  // A name given once is split at commas; the empty part makes it a repeated one, and is dropped on reading.
  return [...parts, ...(parts.length === 1 ? [''] : [])].map((part) => [name, part]);
}

/** The object as the query of an address, `?` included; empty if nothing is left. */
export function queryString(query: QueryObject): string {
  const pairs = Object.entries(query).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || value === null || value === '') return [];
    if (typeof value === 'object') return listParts(name, value);
    return [[name, String(value)]];
  });
  const text = new URLSearchParams(pairs).toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}

/**
 * A page's query from its address. What the schema does not accept is left out instead of refused: an old bookmark or
 * a slip in the address bar must not cost the page.
 */
export function readQuery<Schema extends z.ZodObject>(schema: Schema, params: RawQuery): z.output<Schema> {
  const accepted = Object.entries(schema.shape).filter(
    ([name, field]) => params[name] !== undefined && field.safeParse(params[name]).success,
  );
  return schema.parse(Object.fromEntries(accepted.map(([name]) => [name, params[name]])));
}

/** The shortest query of an address that `readQuery` turns into the same object: what is the default is left out. */
export function writeQuery<Schema extends z.ZodObject>(schema: Schema, query: QueryObject): string {
  const defaults: Record<string, unknown> = schema.parse({});
  return queryString(Object.fromEntries(Object.entries(query).filter(([name, value]) => value !== defaults[name])));
}
