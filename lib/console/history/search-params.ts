import { queryString, readQuery, writeQuery, type RawQuery } from '@/lib/console/http/query-string';
import { HistoryQuery } from '@/lib/domain/history/contract';

/** The history's query from the page's address; what is not understood is left out. */
export const readHistoryQuery = (params: RawQuery): HistoryQuery => readQuery(HistoryQuery, params);

/** The page's address query, `?` included, empty for the whole history. */
export const writeHistoryQuery = (query: Partial<HistoryQuery>): string => writeQuery(HistoryQuery, query);

/** Address of the file with every entry that matches the filters. */
export function historyExportUrl(query: HistoryQuery, format: 'csv' | 'json', lang: string): string {
  const { cursor: _cursor, limit: _limit, ...filter } = query;
  return `/api/v1/history/export${queryString({ ...filter, format, lang })}`;
}
