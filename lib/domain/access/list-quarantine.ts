import { loadAccessBook } from '@/lib/domain/access/access-book';
import type { QuarantinePage, QuarantineQuery } from '@/lib/domain/access/contract';
import { decideAccess } from '@/lib/domain/access/decide-access';
import { listInventory } from '@/lib/domain/access/list-inventory';
import type { DomainContext } from '@/lib/domain/context';
import type { AccessTraceStep } from '@/lib/domain/devices/contract';
import { listDevices } from '@/lib/domain/devices/list-devices';
import { requirePermission } from '@/lib/domain/permissions';

/**
 * Devices that wait in quarantine, the longest known first, with the step of the decision that keeps them there.
 *
 * @throws DomainError `permission_denied`, `cursor_invalid`
 */
export async function listQuarantine(ctx: DomainContext, query: QuarantineQuery): Promise<QuarantinePage> {
  requirePermission(ctx.actor, 'access:read');
  const page = await listDevices(ctx, { ...query, sort: 'firstContactAt', access: ['quarantined'] });
  const found = await ctx.db.device.findMany({
    where: { id: { in: page.devices.map(({ id }) => id) } },
    select: { mailboxId: true },
  });
  const { rules, settings } = await loadAccessBook(ctx.db);
  const steps = new Map<string, AccessTraceStep>();
  for await (const devices of listInventory(ctx.db, [...new Set(found.map(({ mailboxId }) => mailboxId))])) {
    for (const device of devices) {
      const step = decideAccess(device, rules, settings).trace.at(-1);
      if (step) steps.set(device.id, step);
    }
  }
  return { ...page, devices: page.devices.map((device) => ({ ...device, step: steps.get(device.id) ?? null })) };
}
