import type { z } from 'zod';
import { commandViewSelect, toCommandView } from '@/lib/domain/commands/command-view';
import type { CommandList, ListCommandsInput } from '@/lib/domain/commands/contract';
import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/** More orders than one phone ever gets; older ones are in the history. */
const COMMAND_LIMIT = 200;

/**
 * The commands for a mailbox on a phone, newest first, at most 200: also those that were queued for an earlier row of the
 * same partnership.
 *
 * @throws DomainError `permission_denied`, `device_not_found`
 */
export async function listCommands(ctx: DomainContext, input: z.infer<typeof ListCommandsInput>): Promise<CommandList> {
  requirePermission(ctx.actor, 'device:read');
  const select = { deviceKey: true, mailbox: { select: { name: true } } } as const;
  const device = await ctx.db.device.findUnique({ where: { id: input.deviceId }, select });
  if (!device) throw new DomainError('device_not_found', input.deviceId);
  const commands = await ctx.db.deviceCommand.findMany({
    where: { mailbox: device.mailbox.name, deviceKey: device.deviceKey },
    orderBy: [{ queuedAt: 'desc' }, { id: 'desc' }],
    take: COMMAND_LIMIT,
    select: commandViewSelect,
  });
  return { commands: commands.map(toCommandView) };
}
