import { readQuery, writeQuery, type RawQuery } from '@/lib/console/http/query-string';
import { ExceptionListQuery } from '@/lib/domain/exceptions/contract';

/** The list's query from the page's address; what is not understood is left out. */
export const readExceptionListQuery = (params: RawQuery): ExceptionListQuery => readQuery(ExceptionListQuery, params);

/** The page's address query, `?` included, empty for the current exceptions. */
export const writeExceptionListQuery = (query: Partial<ExceptionListQuery>): string =>
  writeQuery(ExceptionListQuery, query);

/** Where the report on who is exempt is fetched as a file. */
export const exemptionExportUrl = (lang: string): string =>
  `/api/v1/exceptions/report/export?${new URLSearchParams({ lang })}`;
