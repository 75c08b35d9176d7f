import { holdBlockedDevice } from '@/lib/domain/auto-block/auto-block-device';
import { liftAutoBlock } from '@/lib/domain/auto-block/end-auto-block';
import { systemContext } from '@/lib/domain/auto-block/system-context';
import type { DomainContext } from '@/lib/domain/context';

/** Ended at a time; the rest follows at the next look. */
const AT_A_TIME = 100;

interface Blocked {
  id: string;
  until: Date;
  isEnabled: boolean;
}

/**
 * Ends automatic blocks whose time is over, and all of them once they are switched off, each with its entry in the
 * history. Of several front ends that look at once, one ends it.
 *
 * @returns how many were ended, and when the next look has something to do; null if none is known of
 */
export async function endDueAutoBlocks(ctx: DomainContext): Promise<{ ended: number; nextAt: Date | null }> {
  const now = ctx.now();
  const blocked = await ctx.db.$queryRaw<Blocked[]>`
    SELECT d.id, d.auto_blocked_until AS until, (x.auto_block->>'isEnabled')::boolean AS "isEnabled"
    FROM device d, access_settings x
    WHERE d.auto_blocked_until IS NOT NULL
    ORDER BY d.auto_blocked_until, d.id LIMIT ${AT_A_TIME}::int`;
  const due = blocked.filter(({ until, isEnabled }) => until <= now || !isEnabled);
  let ended = 0;
  for (const each of due) if (await endOne(ctx, each, now)) ended += 1;
  const next = blocked[due.length];
  return { ended, nextAt: next?.until ?? (due.length === AT_A_TIME ? now : null) };
}

async function endOne(ctx: DomainContext, { id, isEnabled }: Blocked, now: Date): Promise<boolean> {
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
