'use client';

/*
 * const { query, hrefOf, change } = useListQuery({ read: readXListQuery, write: writeXListQuery });
 * query: what stands in the address; change({ search: 'x' }): puts it there, from the first page on;
 * hrefOf({ cursor }): address of another page. `read` and `write` come from lib/console/<feature>/search-params.ts.
 */
import { usePathname, useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { rawQuery, type RawQuery } from '@/lib/console/http/query-string';

interface ListQueryTools<Query> {
  read: (params: RawQuery) => Query;
  write: (query: Partial<Query>) => string;
}

/**
 * A list's query as it stands in the address, and a way to change it. Changes go into the browser's history without a
 * round trip for the page; the data comes through the query cache. A changed filter starts at the first page.
 */
export function useListQuery<Query extends object>({ read, write }: ListQueryTools<Query>) {
  const searchParams = useSearchParams();
  const pathname = usePathname();
  const query = useMemo(() => read(rawQuery(searchParams)), [read, searchParams]);

  const hrefOf = (part: Partial<Query>) => pathname + write({ ...query, cursor: undefined, ...part });
  function change(part: Partial<Query>, { isTyping = false } = {}) {
    // Each key pressed is no page that anybody wants to go back to.
    if (isTyping) window.history.replaceState(null, '', hrefOf(part));
    else window.history.pushState(null, '', hrefOf(part));
  }
  return { query, hrefOf, change };
}
