import { z } from 'zod';
import { cancelCommand } from '@/lib/domain/commands/cancel-command';
import { Reason } from '@/lib/domain/commands/contract';
import { findOpenCommand } from '@/lib/domain/commands/find-open-command';
import type { DomainContext } from '@/lib/domain/context';
import { getDevice } from '@/lib/domain/devices/get-device';
import { AdminError } from './admin-error';
import { defineCommand } from './command';
import { deviceOptions, deviceShape, type DeviceTarget, isOneDevice, oneDevice } from './device-target';

/** `device cancel`: asks nothing, for it is in a race with the device. */
export const deviceCancel = defineCommand({
  name: 'device cancel',
  summary: 'Takes back the open command of a device, if the device has not been given it yet',
  operand: 'ID',
  options: {
    ...deviceOptions,
    reason: { value: 'TEXT', description: 'Why; stands in the history' },
    yes: { description: 'Allowed, but nothing is asked' },
  },
  input: z.strictObject({ ...deviceShape, reason: Reason, yes: z.boolean().optional() }).refine(isOneDevice, oneDevice),
  run: async ({ ctx }, { reason, operand, mailbox, device }) => {
    const commandId = await findOpen(ctx, { operand, mailbox, device });
    const command = await cancelCommand(ctx, { commandId, reason });
    const order = command.kind === 'wipe' ? 'The wipe' : 'The delete';
    return { text: `${order} of ${command.deviceName} (${command.mailbox}) is cancelled.`, json: command };
  },
});

/** By name it is found as well if the device was removed meanwhile: commands outlive devices. */
async function findOpen(ctx: DomainContext, { operand, mailbox, device }: DeviceTarget): Promise<string> {
  const open =
    mailbox !== undefined && device !== undefined
      ? await findOpenCommand(ctx, { mailbox, deviceKey: device })
      : (await getDevice(ctx, { deviceId: operand ?? '' })).openCommand;
  if (!open) throw new AdminError('There is no open command for this device.');
  return open.id;
}
