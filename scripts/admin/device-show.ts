import { z } from 'zod';
import type { DeviceView } from '@/lib/domain/devices/contract';
import { getDevice } from '@/lib/domain/devices/get-device';
import { defineCommand } from './command';
import { deviceOptions, deviceShape, isOneDevice, oneDevice, resolveDevice } from './device-target';
import { renderFacts } from './render';

/** `device show`: who, what, and how it stands. */
export const deviceShow = defineCommand({
  name: 'device show',
  summary: 'Shows one device: its state, its policy and its open command',
  operand: 'ID',
  options: deviceOptions,
  input: z.strictObject(deviceShape).refine(isOneDevice, oneDevice),
  run: async ({ ctx }, target) => {
    const device = await getDevice(ctx, { deviceId: await resolveDevice(ctx, target) });
    return { text: describe(device), json: device };
  },
});

function describe(device: DeviceView): string {
  const { openCommand: open, lastCommand: last, policy } = device;
  return renderFacts([
    ['Id', device.id],
    ['Mailbox', device.mailbox],
    ['Name', device.name],
    ['DeviceId', device.easDeviceId],
    ['Type', device.deviceType],
    ['Model', device.model],
    ['System', device.os],
    ['IMEI', device.imei],
    ['Phone number', device.phoneNumber],
    ['Protocol version', device.protocolVersion],
    ['State', device.state],
    ['Access', device.blockReason === null ? device.access : `${device.access} (${device.blockReason})`],
    ['Policy', policy.name === null ? `none (${policy.origin})` : `${policy.name} (${policy.origin})`],
    ['Policy state', device.policyState],
    ['First contact', device.firstContactAt],
    ['Last contact', device.lastContactAt],
    ['Last address', device.lastAddress],
    ['Open command', open && `${open.kind}, ${open.state}, queued by ${open.queuedBy} at ${open.queuedAt}`],
    ['Last command', last && `${last.kind}, ${last.state}, queued by ${last.queuedBy} at ${last.queuedAt}`],
  ]);
}
