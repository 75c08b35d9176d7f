import type { Transaction } from '@/lib/db/client';
import { announceCommand } from '@/lib/domain/commands/announce-command';
import { commandViewSelect, toCommandView } from '@/lib/domain/commands/command-view';
import type { CancelCommandInput, CommandView } from '@/lib/domain/commands/contract';
import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Takes a command back that the engine has not handed out yet. Cancel and delivery compete for one conditional UPDATE
 * (the other is in command-lifecycle.ts): exactly one of them wins, and the loser is told so.
 *
 * @throws DomainError `permission_denied`, `command_not_found`, `command_closed` if it was cancelled before,
 *   `command_not_cancellable` with `deliveredAt` and `deliveredAddress` once the device has been told
 */
export async function cancelCommand(ctx: DomainContext, input: CancelCommandInput): Promise<CommandView> {
  requirePermission(ctx.actor, 'command:cancel');
  return ctx.db.$transaction(async (tx) => {
    const [command] = await tx.deviceCommand.updateManyAndReturn({
      where: { id: input.commandId, state: 'QUEUED', closedAt: null },
      data: { state: 'CANCELLED', closedAt: ctx.now(), cancelledByName: ctx.actor.name },
      select: commandViewSelect,
    });
    if (!command) throw await refusal(tx, input.commandId);
    const event = {
      action: 'command_cancelled',
      reason: input.reason,
      before: { state: 'queued' },
      after: { state: 'cancelled' },
    } as const;
    await announceCommand(tx, ctx, { command, event });
    return toCommandView(command);
  });
}

async function refusal(tx: Transaction, commandId: string): Promise<DomainError> {
  const select = { state: true, deliveredAt: true, deliveredAddress: true } as const;
  const command = await tx.deviceCommand.findUnique({ where: { id: commandId }, select });
  if (!command) return new DomainError('command_not_found', commandId);
  if (command.state === 'CANCELLED') return new DomainError('command_closed', commandId);
  const deliveredAt = command.deliveredAt?.toISOString() ?? null;
  const details = { deliveredAt, deliveredAddress: command.deliveredAddress };
  return new DomainError('command_not_cancellable', commandId, { details });
}
