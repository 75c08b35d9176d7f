import { z } from 'zod';
import { type CommandKind, type CommandView, Reason } from '@/lib/domain/commands/contract';
import { previewCommands } from '@/lib/domain/commands/preview-commands';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import { DomainError } from '@/lib/errors/domain-error';
import { AdminError } from './admin-error';
import { type AdminCommand, defineCommand, type Session } from './command';
import { describeEffect } from './describe-effect';
import { deviceOptions, deviceShape, isOneDevice, oneDevice, resolveDevice } from './device-target';

/** `device wipe` and `device delete`: the effect is shown first, and somebody or `--yes` has to agree. */
export const deviceWipe = queueing('wipe', 'Orders a device to erase itself');
export const deviceDelete = queueing('delete', 'Orders a device to remove this account and its data');

function queueing(kind: CommandKind, summary: string): AdminCommand {
  return defineCommand({
    name: `device ${kind}`,
    summary,
    operand: 'ID',
    options: {
      ...deviceOptions,
      reason: { value: 'TEXT', description: 'Why; stands in the history' },
      yes: { description: 'Does it without asking' },
    },
    input: z
      .strictObject({ ...deviceShape, reason: Reason, yes: z.boolean().default(false) })
      .refine(isOneDevice, oneDevice),
    run: async (session, { reason, yes, ...target }) => {
      const deviceId = await resolveDevice(session.ctx, target);
      if (!yes) await confirm(session, deviceId, kind);
      const command = await queueCommand(session.ctx, { deviceId, kind, reason });
      return { text: describeQueued(command), json: command };
    },
  });
}

async function confirm({ ctx, terminal }: Session, deviceId: string, kind: CommandKind): Promise<void> {
  const { effects } = await previewCommands(ctx, { deviceIds: [deviceId], kind });
  const [effect] = effects;
  if (!effect) throw new DomainError('device_not_found', deviceId);
  terminal.tell(describeEffect(effect, ctx.now()));
  if (!terminal.isInteractive) {
    throw new AdminError('Nothing was done: nobody can be asked here. Give --yes to do it.');
  }
  const expected = kind === 'wipe' ? effect.deviceName : 'yes';
  const typed = await terminal.ask(
    kind === 'wipe' ? 'Type the name of the device to wipe it: ' : 'Type "yes" to do it: ',
  );
  if (typed.trim().toLocaleLowerCase('en') !== expected.trim().toLocaleLowerCase('en')) {
    throw new AdminError('Nothing was done.');
  }
}

function describeQueued({ kind, deviceName, mailbox, id }: CommandView): string {
  const order = kind === 'wipe' ? 'The wipe' : 'The delete';
  return `${order} of ${deviceName} (${mailbox}) is queued as ${id}; the device is told at its next contact.`;
}
