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
type Standing = Pick<DeviceView, 'access' | 'blockReason' | 'autoBlock'> & {
  openCommand: Pick<CommandView, 'state'> | null;
};

/** Which actions make sense for this device as it stands now, for this reader. */
export function offeredActions(device: Standing, can: DeviceAbilities): ReadonlySet<DeviceDialog> {
  const { openCommand, access, blockReason, autoBlock } = device;
  const isGone = blockReason === 'wiped' || blockReason === 'deleted';
  const canOrderNow = can.canOrder && !openCommand && !isGone;
  const offered: Record<DeviceDialog, boolean> = {
    wipe: canOrderNow,
    delete: canOrderNow,
    cancel: can.canCancel && openCommand?.state === 'queued',
    // Of a block that ends by itself, the end is offered where it is explained.
    allow: can.canManage && access !== 'allowed' && !autoBlock,
    block: can.canManage && (access !== 'blocked' || autoBlock !== null),
    remove: can.canManage,
  };
  return new Set(deviceDialogs.filter((dialog) => offered[dialog]));
}
