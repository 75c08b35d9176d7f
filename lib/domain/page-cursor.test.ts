import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cutPage, decodeCursor, encodeCursor } from '@/lib/domain/page-cursor';
import { escapeLike } from '@/lib/domain/like-pattern';

const Key = z.int();

/** What a database would give: the rows beyond the key, nearest first, one more than fits. */
function read(all: number[], cursor: string | undefined, limit: number) {
  const from = decodeCursor(Key, cursor);
  const beyond =
    from?.direction === 'previous'
      ? all.filter((each) => each < from.key).toReversed()
      : all.filter((each) => !from || each > from.key);
  return cutPage(beyond.slice(0, limit + 1), { limit, from }, (row) => row);
}

describe('paging by key', () => {
  it('shows every row once on the way to the end, and the same pages on the way back', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(), { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (rows, limit) => {
        const all = rows.toSorted((a, b) => a - b);
        const pages = [read(all, undefined, limit)];
        for (let page = pages[0]; page?.nextCursor; pages.push(page)) page = read(all, page.nextCursor, limit);
        expect(pages.flatMap((page) => page.rows)).toEqual(all);
        expect(pages[0]?.previousCursor).toBeNull();

        for (let index = pages.length - 1; index > 0; index -= 1) {
          const back = read(all, pages[index]?.previousCursor ?? undefined, limit);
          expect(back.rows).toEqual(pages[index - 1]?.rows);
          expect(read(all, back.nextCursor ?? undefined, limit).rows).toEqual(pages[index]?.rows);
        }
      }),
    );
  });

  it.each([
    '',
    'x',
    '!!!',
    encodeCursor({ direction: 'next', key: 'text' }),
    Buffer.from('{"key":1}').toString('base64url'),
  ])('refuses a cursor that is not one: %j', (cursor) => {
    expect(() => decodeCursor(Key, cursor)).toThrow(expect.objectContaining({ code: 'cursor_invalid' }));
  });
});

describe('a search text', () => {
  it('means itself, also where LIKE knows another meaning', () => {
    expect(escapeLike(String.raw`50%_\x`)).toBe(String.raw`50\%\_\\x`);
  });
});
