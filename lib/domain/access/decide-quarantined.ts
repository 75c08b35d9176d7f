import type { DecideQuarantinedInput, DecideQuarantinedOutcome } from '@/lib/domain/access/contract';
import type { DomainContext } from '@/lib/domain/context';
import { decideAccessByHand } from '@/lib/domain/devices/decide-access-by-hand';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Allows or blocks devices by hand that wait in quarantine, each with its entry in the history. Those that wait no longer,
 * or were removed, are skipped: whoever looked at the list has not seen what became of them.
 *
 * @throws DomainError `permission_denied`
 */
export async function decideQuarantined(
  ctx: DomainContext,
  { deviceIds, decision, reason }: DecideQuarantinedInput,
): Promise<DecideQuarantinedOutcome> {
  requirePermission(ctx.actor, 'device:manage');
  const waiting = await ctx.db.deviceStanding.findMany({
    where: { deviceId: { in: deviceIds }, isQuarantined: true },
    select: { deviceId: true },
  });
  const decided: string[] = [];
  for (const { deviceId } of waiting) {
    if (await decideOne(ctx, { deviceId, decision, reason })) decided.push(deviceId);
  }
  return { decided, skipped: deviceIds.filter((id) => !decided.includes(id)) };
}

async function decideOne(ctx: DomainContext, input: Parameters<typeof decideAccessByHand>[1]): Promise<boolean> {
  try {
    await decideAccessByHand(ctx, input);
    return true;
  } catch (error) {
    const isOvertaken = error instanceof DomainError && ['device_not_found', 'device_not_blocked'].includes(error.code);
    if (isOvertaken) return false;
    throw error;
  }
}
