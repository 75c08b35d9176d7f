import { holdBlockedDevice } from '@/lib/domain/auto-block/auto-block-device';
import { liftAutoBlock } from '@/lib/domain/auto-block/end-auto-block';
import { systemContext } from '@/lib/domain/auto-block/system-context';
import type { DomainContext } from '@/lib/domain/context';

/** Ended at a time; the rest follows at the next look. */
const AT_A_TIME = 100;

interface Due {
  id: string;
  isEnabled: boolean;
}

/**
 * Ends automatic blocks whose time is over, and all of them once they are switched off, each with its entry in the
 * history. Of several front ends that look at once, one ends it.
 *
 * @returns how many were ended
 */
export async function endDueAutoBlocks(ctx: DomainContext): Promise<number> {
  const now = ctx.now();
  const due = await ctx.db.$queryRaw<Due[]>`
    SELECT d.id, (x.auto_block->>'isEnabled')::boolean AS "isEnabled"
    FROM device d, access_settings x
    WHERE d.auto_blocked_until IS NOT NULL
      AND (d.auto_blocked_until <= ${now} OR NOT (x.auto_block->>'isEnabled')::boolean)
    ORDER BY d.auto_blocked_until, d.id LIMIT ${AT_A_TIME}::int`;
  let ended = 0;
  for (const each of due) if (await endOne(ctx, each, now)) ended += 1;
  return ended;
}

async function endOne(ctx: DomainContext, { id, isEnabled }: Due, now: Date): Promise<boolean> {
  return ctx.db.$transaction(async (tx) => {
    const device = await holdBlockedDevice(tx, id);
    if (!device || device.autoBlockedUntil === null) return false;
    const isOver = device.autoBlockedUntil <= now;
    // Blocked anew a moment ago.
    if (!isOver && isEnabled) return false;
    await liftAutoBlock(tx, systemContext(ctx), { device, because: isOver ? 'term' : 'settings', reason: null });
    return true;
  });
}
