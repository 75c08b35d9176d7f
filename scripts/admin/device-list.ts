import { z } from 'zod';
import { DeviceFilter, type DeviceSummary } from '@/lib/domain/devices/contract';
import { exportDevices } from '@/lib/domain/devices/export-devices';
import { defineCommand } from './command';
import { renderTable } from './render';

/** `device list`: everything that matches, by mailbox: an order that does not move while it is read. */
export const deviceList = defineCommand({
  name: 'device list',
  summary: 'Lists devices by mailbox',
  options: {
    search: { value: 'TEXT', description: 'Part of mailbox, name, model, DeviceId, IMEI or phone number' },
    state: { value: 'STATES', description: 'Separated by commas: active, silent, wipe_pending, wiped, blocked …' },
    'policy-state': { value: 'STATES', description: 'Separated by commas: applied, outdated, refused, exempt …' },
    access: { value: 'LEVELS', description: 'allowed or blocked' },
    'last-contact': { value: 'WHEN', description: 'day, week, month, or older' },
    type: { value: 'TYPES', description: 'Device types, separated by commas' },
    limit: { value: 'NUMBER', description: 'Not more than so many' },
  },
  input: z.strictObject({
    search: DeviceFilter.search,
    state: DeviceFilter.state,
    'policy-state': DeviceFilter.policyState,
    access: DeviceFilter.access,
    'last-contact': DeviceFilter.lastContact,
    type: DeviceFilter.deviceType,
    limit: z.coerce.number<string>().int().min(1).default(Number.MAX_SAFE_INTEGER),
  }),
  run: async ({ ctx }, input) => {
    const { limit, type, 'policy-state': policyState, 'last-contact': lastContact, ...rest } = input;
    const devices: DeviceSummary[] = [];
    for await (const device of exportDevices(ctx, { ...rest, policyState, lastContact, deviceType: type })) {
      if (devices.push(device) >= limit) break;
    }
    return { text: asTable(devices), json: { devices } };
  },
});

function asTable(devices: readonly DeviceSummary[]): string {
  const head = ['ID', 'MAILBOX', 'NAME', 'DEVICEID', 'EAS', 'STATE', 'POLICY', 'LAST CONTACT'];
  const rows = devices.map((device) => [
    device.id,
    device.mailbox,
    device.name,
    device.easDeviceId,
    device.protocolVersion,
    device.state,
    device.policyState,
    device.lastContactAt,
  ]);
  return renderTable(head, rows);
}
