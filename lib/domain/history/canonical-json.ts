import { storableText } from '@/lib/domain/history/storable-text';

/**
 * One text for one value, before it is stored and after it was read back: keys sorted by UTF-16 code units, no spaces,
 * instants as ISO 8601 with milliseconds, big integers as decimal strings, members that are `undefined` left out, numbers
 * that JSON has no word for as null. Survives jsonb, which reorders keys and rewrites numbers (`1e2` comes back as `100`).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return JSON.stringify(storableText(value));
  if (typeof value === 'bigint') return JSON.stringify(value.toString());
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') return canonicalObject(value);
  return JSON.stringify(value) ?? 'null';
}

function canonicalObject(value: object): string {
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => ({ key: storableText(key), member }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, member }) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
