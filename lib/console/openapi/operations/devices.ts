import { z } from 'zod';
import { operation } from '@/lib/console/openapi/operation';
import { ExportLanguage } from '@/lib/console/openapi/operations/export-language';
import {
  DecideAccessInput,
  DeviceFacets,
  DeviceFilter,
  DeviceIdInput,
  DeviceListQuery,
  DevicePage,
  DeviceSort,
  DeviceView,
  RemoveDeviceInput,
  RetryPolicyInput,
} from '@/lib/domain/devices/contract';
import { DeviceHistoryPage, DeviceHistoryQuery } from '@/lib/domain/history/contract';

const tag = 'devices';

export const listDevicesOperation = operation({
  id: 'listDevices',
  method: 'GET',
  path: '/devices',
  tag,
  summary: 'Lists devices, a page at a time',
  description: 'Pages go by key: hand `nextCursor` of one answer to the next request, with the same filters and sort.',
  access: 'device:read',
  input: DeviceListQuery,
  output: DevicePage,
  refusals: ['cursor_invalid'],
});

export const listDeviceFacetsOperation = operation({
  id: 'listDeviceFacets',
  method: 'GET',
  path: '/devices/facets',
  tag,
  summary: 'Lists what the filters of the device list can offer',
  access: 'device:read',
  output: DeviceFacets,
});

export const exportDevicesOperation = operation({
  id: 'exportDevices',
  method: 'GET',
  path: '/devices/export',
  tag,
  summary: 'Exports all devices that match, as CSV',
  description:
    'UTF-8 with byte order mark, RFC 4180. Cells that a spreadsheet would take for a formula start with an apostrophe.',
  access: 'device:read',
  input: z.object({ ...DeviceFilter, sort: DeviceSort.default('-lastContactAt'), lang: ExportLanguage }),
  media: ['text/csv'],
});

export const getDeviceOperation = operation({
  id: 'getDevice',
  method: 'GET',
  path: '/devices/{deviceId}',
  tag,
  summary: 'Gets everything known about a device',
  access: 'device:read',
  input: DeviceIdInput,
  output: DeviceView,
  refusals: ['device_not_found'],
});

export const removeDeviceOperation = operation({
  id: 'removeDevice',
  method: 'DELETE',
  path: '/devices/{deviceId}',
  tag,
  summary: 'Forgets a partnership',
  description: 'An open command stays, and is delivered if the device comes back.',
  access: 'device:manage',
  input: RemoveDeviceInput,
  refusals: ['device_not_found'],
});

export const decideAccessOperation = operation({
  id: 'decideAccess',
  method: 'POST',
  path: '/devices/{deviceId}/access',
  tag,
  summary: 'Allows a device again, or blocks it, by hand',
  access: 'device:manage',
  input: DecideAccessInput,
  refusals: ['device_not_found', 'device_not_blocked'],
});

export const retryPolicyOperation = operation({
  id: 'retryPolicy',
  method: 'POST',
  path: '/devices/{deviceId}/policy/retry',
  tag,
  summary: 'Lets a device that goes round in circles fetch its policy again at once',
  access: 'device:manage',
  input: RetryPolicyInput,
  refusals: ['device_not_found', 'device_not_looping'],
});

export const listDeviceHistoryOperation = operation({
  id: 'listDeviceHistory',
  method: 'GET',
  path: '/devices/{deviceId}/history',
  tag,
  summary: 'Lists what was done to a device and what it did, newest first',
  access: 'device:read',
  input: DeviceHistoryQuery,
  output: DeviceHistoryPage,
  refusals: ['device_not_found', 'cursor_invalid'],
});
