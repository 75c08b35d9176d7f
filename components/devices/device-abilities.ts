import type { CommandView } from '@/lib/domain/commands/contract';
import type { DeviceView } from '@/lib/domain/devices/contract';

/** What the reader's role allows. Made on the server from permissions; the domain decides again at each request. */
export interface DeviceAbilities {
  canOrder: boolean;
  canCancel: boolean;
  canManage: boolean;
  canSeeExceptions: boolean;
}

export const deviceDialogs = ['wipe', 'delete', 'cancel', 'allow', 'block', 'remove'] as const;
export type DeviceDialog = (typeof deviceDialogs)[number];

/** What of a device decides about its actions. */
type Standing = Pick<DeviceView, 'access' | 'blockReason'> & { openCommand: Pick<CommandView, 'state'> | null };

/** Which actions make sense for this device as it stands now, for this reader. */
export function offeredActions(device: Standing, can: DeviceAbilities): ReadonlySet<DeviceDialog> {
  const { openCommand, access, blockReason } = device;
  const isGone = blockReason === 'wiped' || blockReason === 'deleted';
  const canOrderNow = can.canOrder && !openCommand && !isGone;
  const offered: Record<DeviceDialog, boolean> = {
    wipe: canOrderNow,
    delete: canOrderNow,
    cancel: can.canCancel && openCommand?.state === 'queued',
    allow: can.canManage && access !== 'allowed',
    block: can.canManage && access !== 'blocked',
    remove: can.canManage,
  };
  return new Set(deviceDialogs.filter((dialog) => offered[dialog]));
}
