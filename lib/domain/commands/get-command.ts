import type { z } from 'zod';
import { commandViewSelect, toCommandView } from '@/lib/domain/commands/command-view';
import type { CommandIdInput, CommandView } from '@/lib/domain/commands/contract';
import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * One command, open or ended.
 *
 * @throws DomainError `permission_denied`, `command_not_found`
 */
export async function getCommand(ctx: DomainContext, input: z.infer<typeof CommandIdInput>): Promise<CommandView> {
  requirePermission(ctx.actor, 'device:read');
  const command = await ctx.db.deviceCommand.findUnique({ where: { id: input.commandId }, select: commandViewSelect });
  if (!command) throw new DomainError('command_not_found', input.commandId);
  return toCommandView(command);
}
