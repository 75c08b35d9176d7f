'use client';

/*
 * const { query, hrefOf, change } = useAddressQuery(read, write);
 * For lists whose filter, order and page stand in the address. `read` and `write` are those of the feature's
 * `search-params.ts`; declare them outside the component.
 *   change({ state: ['silent'] })            a new entry in the browser's history
 *   change({ search: 'anna' }, { isTyping })  replaces the present one
 *   hrefOf({ cursor })                        address with that part changed, for links
 */
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';
import { rawQuery, type RawQuery } from '@/lib/console/http/query-string';

interface ChangeOptions {
  isTyping?: boolean;
}

/**
 * The query of a page as it stands in its address, and a way to change it without a round trip for the page. A change
 * of anything but the cursor starts at the first page.
 *
 * The router follows the address a moment later; until then what was asked for holds, or a tick box would fall back for
 * that moment and two quick clicks would undo each other.
 */
export function useAddressQuery<Query extends object>(
  read: (params: RawQuery) => Query,
  write: (query: Partial<Query>) => string,
) {
  const searchParams = useSearchParams();
  const pathname = usePathname();
  const inAddress = useMemo(() => read(rawQuery(searchParams)), [read, searchParams]);
  const address = write(inAddress);

  const [seen, setSeen] = useState(address);
  const [asked, setAsked] = useState<{ query: Query; addresses: readonly string[] } | null>(null);
  if (address !== seen) {
    setSeen(address);
    // Followed to the end, or changed by something else, such as "back" or a link.
    if (asked && (asked.addresses.at(-1) === address || !asked.addresses.includes(address))) setAsked(null);
  }
  const query = asked?.query ?? inAddress;

  const hrefOf = useCallback(
    (part: Partial<Query>) => pathname + write({ ...query, cursor: undefined, ...part }),
    [pathname, query, write],
  );
  const change = useCallback(
    (part: Partial<Query>, { isTyping = false }: ChangeOptions = {}) => {
      const next = { ...query, cursor: undefined, ...part };
      const wanted = write(next);
      if (wanted === write(query)) return;
      setAsked((before) => ({ query: next, addresses: [...(before?.addresses ?? []), wanted] }));
      const href = pathname + wanted;
      // Each key pressed is no page that anybody wants to go back to.
      if (isTyping) window.history.replaceState(null, '', href);
      else window.history.pushState(null, '', href);
    },
    [pathname, query, write],
  );
  return { query, hrefOf, change };
}
