import type { CommandView, QueueCommandsInput, QueueCommandsResult } from '@/lib/domain/commands/contract';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Queues one command for each of several devices. Each device for itself: a refusal for one does not stop the others, and
 * stands in the result under its code. A fault stops at once; what was queued before it stays queued.
 *
 * @throws DomainError `permission_denied`
 */
export async function queueCommands(ctx: DomainContext, input: QueueCommandsInput): Promise<QueueCommandsResult> {
  requirePermission(ctx.actor, 'command:queue');
  const { deviceIds, kind, reason } = input;
  const results: QueueCommandsResult['results'] = [];
  // One after the other: each ends by writing to the chain, which takes one writer at a time anyway.
  for (const deviceId of new Set(deviceIds)) {
    const result = await queueOrExplain(ctx, { deviceId, kind, reason });
    results.push({ deviceId, ...result });
  }
  return { results };
}

async function queueOrExplain(
  ctx: DomainContext,
  input: Parameters<typeof queueCommand>[1],
): Promise<{ command: CommandView | null; refusal: string | null }> {
  try {
    return { command: await queueCommand(ctx, input), refusal: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { command: null, refusal: error.code };
  }
}
