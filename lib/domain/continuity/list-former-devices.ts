import type { FormerDeviceList } from '@/lib/domain/continuity/contract';
import { continuitySelect, findFormerDevices } from '@/lib/domain/continuity/find-former-devices';
import type { DomainContext } from '@/lib/domain/context';
import type { DeviceIdInput } from '@/lib/domain/devices/contract';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Earlier partnerships of the same mailbox that are probably this phone under another DeviceId, and what of them can be
 * carried over.
 *
 * @throws DomainError `permission_denied`, `device_not_found`
 */
export async function listFormerDevices(ctx: DomainContext, { deviceId }: DeviceIdInput): Promise<FormerDeviceList> {
  requirePermission(ctx.actor, 'device:read');
  const device = await ctx.db.device.findUnique({ where: { id: deviceId }, select: continuitySelect });
  if (!device) throw new DomainError('device_not_found', deviceId);
  const found = await findFormerDevices(ctx.db, [device], ctx.now());
  return { formers: found.get(deviceId) ?? [] };
}
