import { z } from 'zod';
import { operation } from '@/lib/console/openapi/operation';
import { EndAutoBlockInput } from '@/lib/domain/auto-block/contract';
import { CarryOverInput, FormerDeviceList } from '@/lib/domain/continuity/contract';
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

export const endAutoBlockOperation = operation({
  id: 'endAutoBlock',
  method: 'POST',
  path: '/devices/{deviceId}/automatic-block/end',
  tag,
  summary: 'Ends the automatic block of a device before its time',
  description: 'What the device did before is counted no more. If it goes on, it is blocked again.',
  access: 'device:manage',
  input: EndAutoBlockInput,
  refusals: ['device_not_found', 'device_not_auto_blocked'],
});

export const listFormerDevicesOperation = operation({
  id: 'listFormerDevices',
  method: 'GET',
  path: '/devices/{deviceId}/former-devices',
  tag,
  summary: 'Lists earlier partnerships that are probably the same phone under another DeviceId',
  access: 'device:read',
  input: DeviceIdInput,
  output: FormerDeviceList,
  refusals: ['device_not_found'],
});

export const carryOverOperation = operation({
  id: 'carryOver',
  method: 'POST',
  path: '/devices/{deviceId}/former-devices',
  tag,
  summary: 'Carries over what was decided about a former device, and removes that one if wanted',
  description:
    'A block by hand, after a wipe or after a delete becomes a block by hand; an allowance by hand is carried over if nobody has decided about the new device. A former device that is refused, or that an order waits for, is not removed.',
  access: 'device:manage',
  input: CarryOverInput,
  refusals: ['device_not_found', 'not_former_device', 'nothing_to_carry_over', 'former_device_kept'],
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
