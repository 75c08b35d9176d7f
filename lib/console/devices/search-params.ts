import { queryString, readQuery, writeQuery, type RawQuery } from '@/lib/console/http/query-string';
import { DeviceListQuery } from '@/lib/domain/devices/contract';

/** The list's query from the page's address; what is not understood is left out. */
export const readDeviceListQuery = (params: RawQuery): DeviceListQuery => readQuery(DeviceListQuery, params);

/** The page's address query, `?` included, empty for the plain list. */
export const writeDeviceListQuery = (query: Partial<DeviceListQuery>): string => writeQuery(DeviceListQuery, query);

/** Address of the CSV with every device that matches the list's filters, in its order. */
export function deviceExportUrl(query: DeviceListQuery, lang: string): string {
  const { cursor: _cursor, limit: _limit, ...filter } = query;
  return `/api/v1/devices/export${queryString({ ...filter, lang })}`;
}
