import { BYTE_ORDER_MARK, csvRecord } from '@/lib/console/exports/csv';
import type { DeviceSummary } from '@/lib/domain/devices/contract';

/** Columns of the device list as a file, in their order. States keep their API names, times are UTC. */
export const deviceColumns = [
  'mailbox',
  'name',
  'deviceType',
  'model',
  'os',
  'easDeviceId',
  'imei',
  'phoneNumber',
  'protocolVersion',
  'userAgent',
  'state',
  'access',
  'blockReason',
  'policyName',
  'policyState',
  'firstContactAt',
  'lastContactAt',
  'lastAddress',
  'heartbeatSeconds',
  'cutAfterSeconds',
] as const satisfies readonly (keyof DeviceSummary)[];

/** Devices as CSV, record by record. */
export async function* deviceCsv(
  heads: readonly string[],
  devices: AsyncIterable<DeviceSummary>,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvRecord(heads);
  for await (const device of devices) yield csvRecord(deviceColumns.map((column) => device[column]));
}
