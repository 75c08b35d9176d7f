import { z } from 'zod';
import type { DomainContext } from '@/lib/domain/context';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { DomainError } from '@/lib/errors/domain-error';
import type { Option } from './command';

/** How a device is named: by its id as the console and `device list` have it, or by mailbox and DeviceId. */
export const deviceOptions = {
  mailbox: { value: 'NAME', description: 'Mailbox of the device, together with --device' },
  device: { value: 'DEVICEID', description: 'DeviceId as the phone shows it; instead of ID' },
} as const satisfies Record<string, Option>;

export const deviceShape = {
  operand: z.uuid({ error: 'must be the id of a device; see device list.' }).optional(),
  mailbox: z.string().trim().toLowerCase().min(1).optional(),
  device: z.string().trim().toLowerCase().min(1).optional(),
};

export type DeviceTarget = {
  operand?: string | undefined;
  mailbox?: string | undefined;
  device?: string | undefined;
};

/** For the schema's `refine`: one way to name the device, and all of it. */
export function isOneDevice({ operand, mailbox, device }: DeviceTarget): boolean {
  if (operand !== undefined) return mailbox === undefined && device === undefined;
  return mailbox !== undefined && device !== undefined;
}

export const oneDevice = {
  path: ['operand'],
  error: 'must be the id of a device, or --mailbox and --device must be given.',
};

/** @throws DomainError `device_not_found` */
export async function resolveDevice(ctx: DomainContext, target: DeviceTarget): Promise<string> {
  const { operand, mailbox, device } = target;
  if (operand !== undefined) return operand;
  if (mailbox === undefined || device === undefined) throw new DomainError('device_not_found', 'No device was named');
  const facts = await findDeviceFacts(ctx, { mailbox, deviceKey: device });
  if (!facts) throw new DomainError('device_not_found', `${device} of ${mailbox}`);
  return facts.id;
}
