'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { readDeviceListQuery, writeDeviceListQuery } from '@/lib/console/devices/search-params';
import { rawQuery } from '@/lib/console/http/query-string';
import type { DeviceListQuery } from '@/lib/domain/devices/contract';

/**
 * The list's query as it stands in the address, and a way to change it. Changes go into the browser's history without a
 * round trip for the page; the data comes through the query cache. A change of filter or order starts at the first page.
 */
export function useDeviceListQuery() {
  const searchParams = useSearchParams();
  const pathname = usePathname();
  const query = useMemo(() => readDeviceListQuery(rawQuery(searchParams)), [searchParams]);

  const hrefOf = useCallback(
    (part: Partial<DeviceListQuery>) => pathname + writeDeviceListQuery({ ...query, cursor: undefined, ...part }),
    [pathname, query],
  );
  const change = useCallback(
    (part: Partial<DeviceListQuery>, { isTyping = false } = {}) => {
      const href = hrefOf(part);
      // Each key pressed is no page that anybody wants to go back to.
      if (isTyping) window.history.replaceState(null, '', href);
      else window.history.pushState(null, '', href);
    },
    [hrefOf],
  );
  return { query, hrefOf, change };
}

/** The filters alone, without order and page: what a selection holds for. */
export function filterKey({ sort: _sort, cursor: _cursor, limit: _limit, ...filter }: DeviceListQuery): string {
  return writeDeviceListQuery(filter);
}
