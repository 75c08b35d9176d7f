import { z } from 'zod';
import { DomainError } from '@/lib/errors/domain-error';

/** Which way a page lies from its key: the rows after it, or those before it. */
export type PageDirection = 'next' | 'previous';

export interface PageKey<K> {
  direction: PageDirection;
  /** Sort key of the row that the page lies next to; it is not on the page itself. */
  key: K;
}

/** An opaque cursor: base64url of JSON. Not secret and not signed; whoever forges one gets another page of the same list. */
export function encodeCursor<K>({ direction, key }: PageKey<K>): string {
  return Buffer.from(JSON.stringify({ direction, key }), 'utf8').toString('base64url');
}

/**
 * The key in a cursor, or null for the first page.
 *
 * @throws DomainError `cursor_invalid` if it is not one that `encodeCursor` made for such a key
 */
export function decodeCursor<S extends z.ZodType>(schema: S, cursor: string | undefined): PageKey<z.infer<S>> | null {
  if (cursor === undefined) return null;
  const outer = z.object({ direction: z.enum(['next', 'previous']), key: z.unknown() }).safeParse(parseCursor(cursor));
  const key = schema.safeParse(outer.data?.key);
  if (outer.success && key.success) return { direction: outer.data.direction, key: key.data };
  throw new DomainError('cursor_invalid', 'not a cursor of this list', { cause: outer.error ?? key.error });
}

function parseCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (cause) {
    throw new DomainError('cursor_invalid', 'not JSON', { cause });
  }
}

/**
 * Makes a page of the rows that were read beyond its key, and the cursors to both sides.
 *
 * @param rows at most `limit + 1`, nearest to the key first: in reading order for `next`, backwards for `previous`. The
 *   one too many only tells that there are more
 */
export function cutPage<T, K>(
  rows: readonly T[],
  page: { limit: number; from: PageKey<unknown> | null },
  keyOf: (row: T) => K,
): { rows: T[]; nextCursor: string | null; previousCursor: string | null } {
  const { limit, from } = page;
  const isBackwards = from?.direction === 'previous';
  const hasMore = rows.length > limit;
  const near = rows.slice(0, limit);
  const shown = isBackwards ? near.toReversed() : near;
  const [first, last] = [shown[0], shown.at(-1)];
  const hasNext = isBackwards || hasMore;
  const hasPrevious = isBackwards ? hasMore : from !== null;
  return {
    rows: shown,
    nextCursor: last !== undefined && hasNext ? encodeCursor({ direction: 'next', key: keyOf(last) }) : null,
    previousCursor:
      first !== undefined && hasPrevious ? encodeCursor({ direction: 'previous', key: keyOf(first) }) : null,
  };
}
