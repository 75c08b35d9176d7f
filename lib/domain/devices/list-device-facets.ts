import type { DomainContext } from '@/lib/domain/context';
import type { DeviceFacets } from '@/lib/domain/devices/contract';
import { requirePermission } from '@/lib/domain/permissions';

/** More types than a filter can offer; the rarest are left out. */
const TYPE_LIMIT = 200;

/**
 * What the filters of the list offer: the device types in use, the most frequent first.
 *
 * @throws DomainError `permission_denied`
 */
export async function listDeviceFacets(ctx: DomainContext): Promise<DeviceFacets> {
  requirePermission(ctx.actor, 'device:read');
  const groups = await ctx.db.deviceStanding.groupBy({
    by: ['deviceType'],
    where: { state: { not: 'REMOVED' } },
    _count: { _all: true },
    orderBy: [{ _count: { deviceType: 'desc' } }, { deviceType: 'asc' }],
    take: TYPE_LIMIT,
  });
  return { deviceTypes: groups.map((group) => ({ value: group.deviceType, count: group._count._all })) };
}
